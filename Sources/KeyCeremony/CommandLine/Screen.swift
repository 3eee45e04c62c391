internal import Evidence
internal import Glibc

/// Where lines for people go: one step at a time, without colour or cursor movement.
struct Screen: Sendable {
  private let output: @Sendable (String) -> Void
  private let errors: @Sendable (String) -> Void
  private let showsProgress: Bool

  init(
    showsProgress: Bool = true, output: @escaping @Sendable (String) -> Void,
    errors: @escaping @Sendable (String) -> Void
  ) {
    self.output = output
    self.errors = errors
    self.showsProgress = showsProgress
  }

  static let standard = Screen(
    output: { write($0, to: STDOUT_FILENO) }, errors: { write($0, to: STDERR_FILENO) })

  /// The same screen for a program that reads it: results only.
  var withoutProgress: Screen { Screen(showsProgress: false, output: output, errors: errors) }

  /// A line of progress.
  func say(_ line: String) {
    if showsProgress { output(line + "\n") }
  }

  /// Text that was asked for.
  func print(_ text: String) { output(text.hasSuffix("\n") ? text : text + "\n") }

  func print(_ value: JSONValue) { output(String(decoding: value.canonicalBytes(), as: UTF8.self) + "\n") }

  func complain(_ text: String) { errors(text + "\n") }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// The machine's clock. Only the tool's wiring reads it; everything below is told the time.
enum SystemClock {
  @Sendable static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
  }
}
