internal import Dispatch
internal import Glibc

/// What happens to the process from outside.
enum ProcessEvent: Sendable {
  /// SIGTERM or SIGINT.
  case stop
  /// SIGHUP.
  case reload
  /// A second went by.
  case second
}

/// The events of the process, in order, from `init` on. The signals no longer do what they do by default.
///
/// `@unchecked Sendable`: the sources are made in `init`, never touched again, and cancelled with the last reference.
final class ProcessEvents: @unchecked Sendable {
  let stream: AsyncStream<ProcessEvent>
  private let signals: [any DispatchSourceSignal]
  private let timer: any DispatchSourceTimer

  init() {
    // A client that goes away must not end the process.
    signal(SIGPIPE, SIG_IGN)
    let (stream, continuation) = AsyncStream<ProcessEvent>.makeStream()
    let queue = DispatchQueue(label: "process-events")
    self.stream = stream
    signals = [(SIGTERM, ProcessEvent.stop), (SIGINT, .stop), (SIGHUP, .reload)].map { number, event in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { continuation.yield(event) }
      source.resume()
      return source
    }
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler { continuation.yield(.second) }
    timer.resume()
  }

  deinit {
    signals.forEach { $0.cancel() }
    timer.cancel()
  }
}
