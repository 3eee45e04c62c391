internal import Evidence
internal import Foundation
internal import Glibc
internal import RecordStores
internal import Records
internal import Synchronization

/// The running service: gateway, tokens, store and listeners.
final class Service: Sendable {
  private let gateway: Gateway
  private let server: HTTPServer
  private let store: SQLiteStore
  private let tokens: Tokens
  private let listeners: [HTTPListener]
  private let tls: TLSFiles
  private let log: OperatorLog
  private let drainTime: Duration
  private let crlVersion: Mutex<FileVersion?>

  /// Starts everything; what is not as it must be is an error, and nothing serves.
  init(
    _ configuration: Configuration, createState: Bool, log: OperatorLog, clock: @escaping @Sendable () -> Instant
  ) async throws(StartError) {
    tokens = try Tokens(configuration)
    let issuers = try await tokens.issuers(configuration)
    do { store = try SQLiteStore(path: configuration.state, create: createState, clock: clock) } catch {
      throw .store(error.description)
    }
    gateway = Gateway(
      configuration: configuration, issuers: issuers, tokens: tokens.byName, store: store, log: log, clock: clock)
    let router = gateway.router
    listeners = configuration.httpListeners
    do {
      server = try HTTPServer(listeners: listeners) { await router.answer($0) }
    } catch {
      throw .listener(error.description)
    }
    gateway.listenerCounters.observe(server)
    tls = configuration.listeners.tls
    self.log = log
    crlVersion = Mutex(FileVersion(tls.crl))
    let limits = configuration.limits
    drainTime = .seconds(limits.headerSeconds + limits.bodySeconds + limits.answerSeconds)
    do {
      for decision in try await gateway.start(configuration.reviewedFiles) {
        log.say("outcome-unknown", ["decision": decision.text])
      }
    } catch {
      throw .store(error.description)
    }
    do { try server.start() } catch { throw .listener(error.description) }
  }

  /// The port that a listener is bound to.
  func port(_ listener: String) -> UInt16? { server.boundPort(listener) }

  /// The listeners with the addresses and ports that they are bound to.
  var addresses: [(name: String, address: String)] {
    listeners.compactMap { listener in port(listener.name).map { (listener.name, "\(listener.address):\($0)") } }
  }

  /// Finishes what runs, refuses what comes, and closes the store last.
  func stop() async {
    let (server, deadline) = (server, drainTime)
    let finished = await withCheckedContinuation { answer in
      // Draining blocks: not on the cooperative pool, where the requests finish.
      Thread.detachNewThread { answer.resume(returning: server.drain(deadline: deadline)) }
    }
    if !finished { log.say("connections-cut") }
    tokens.stop()
    store.close()
  }

  /// Takes the TLS files as they are now; where they cannot be used the older ones stay in force.
  func reloadTLS() {
    do {
      try server.reload(listener: ListenerSettings.mtlsName, files: tls)
      log.say("tls-reloaded")
    } catch {
      log.say("tls-not-reloaded", ["reason": error.description])
    }
  }

  /// Takes them where the CRL file is another one than at the last look.
  func reloadTLSIfChanged() {
    let now = FileVersion(tls.crl)
    let changed = crlVersion.withLock { last in
      // A file that is away for a moment is being replaced.
      guard let now, now != last else { return false }
      last = now
      return true
    }
    if changed { reloadTLS() }
  }
}

/// Tells one content of a file from the next without reading it.
private struct FileVersion: Equatable {
  private let seconds: Int
  private let nanoseconds: Int
  private let inode: UInt64
  private let size: Int64

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    inode = UInt64(status.st_ino)
    size = Int64(status.st_size)
  }
}

extension Configuration {
  fileprivate var httpListeners: [HTTPListener] {
    var http = HTTPLimits()
    http.bodyBytes = limits.bodyBytes
    http.connections = limits.connections
    http.header = .seconds(limits.headerSeconds)
    http.body = .seconds(limits.bodySeconds)
    http.answer = .seconds(limits.answerSeconds)
    return [
      HTTPListener(
        name: ListenerSettings.mtlsName, address: listeners.mtlsAddress, port: listeners.mtlsPort,
        tls: listeners.tls, limits: http),
      HTTPListener(
        name: ListenerSettings.healthName, address: listeners.healthAddress, port: listeners.healthPort, tls: nil,
        limits: http),
    ]
  }
}
