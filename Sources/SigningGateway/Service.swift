internal import Evidence
internal import Glibc
internal import RecordStores
internal import Records
internal import Synchronization

/// The running service: gateway, tokens, store and listeners.
///
/// Modules are loaded and PINs given to tokens only under a configuration that is in effect: one that nobody approved may
/// name anything. Until then the listeners answer health and operators.
final class Service: Sendable {
  /// What answers, which changes once at most: when the configuration takes effect.
  private struct Front {
    var gateway: Gateway
    var tokens: Tokens?
  }

  private let front: Mutex<Front>
  private let door: Door
  private let server: HTTPServer
  private let store: SQLiteStore
  private let configuration: Configuration
  private let listeners: [HTTPListener]
  private let tls: TLSFiles
  private let log: OperatorLog
  private let drainTime: Duration
  private let crlVersion: Mutex<FileVersion?>
  private let seconds = Mutex(0)
  private static let secondsBetweenLooks = 60

  /// Starts everything; what is not as it must be is an error, and nothing serves.
  init(
    _ configuration: Configuration, createState: Bool, log: OperatorLog, clock: @escaping @Sendable () -> Instant
  ) async throws(StartError) {
    do { store = try SQLiteStore(path: configuration.state, create: createState, clock: clock) } catch {
      throw .store(error.description)
    }
    let gateway = Gateway(
      configuration: configuration, issuers: [:], tokens: [:], store: store, log: log, clock: clock
    ).closed(because: "the tokens are not open")
    do { try await gateway.changes.restore() } catch { throw .store(error.description) }
    var start = Front(gateway: gateway, tokens: nil)
    if gateway.changes.isApproved(configuration.digest) { start = try await Service.open(gateway, configuration) }
    front = Mutex(start)
    self.configuration = configuration
    self.log = log
    listeners = configuration.httpListeners
    let door = Door(start.gateway.router)
    self.door = door
    do { server = try HTTPServer(listeners: listeners) { await door.answer($0) } } catch {
      throw .listener(error.description)
    }
    gateway.listenerCounters.observe(server)
    tls = configuration.listeners.tls
    crlVersion = Mutex(tls.crl.flatMap { FileVersion($0) })
    let limits = configuration.limits
    drainTime = .seconds(limits.headerSeconds + limits.bodySeconds + limits.answerSeconds)
    try await begin(gateway)
    do { try server.start() } catch { throw .listener(error.description) }
  }

  private func begin(_ gateway: Gateway) async throws(StartError) {
    do {
      for decision in try await gateway.begin(configuration.reviewedFiles) {
        log.say("outcome-unknown", ["decision": decision.text])
      }
    } catch {
      throw .store(error.description)
    }
    await gateway.remote?.storeGuard.examine()
    look(atDevices: false)
    guard !isOpen else { return }
    log.say("configuration-waits", ["configuration": configuration.digest.hex])
    gateway.changes.whenInEffect { [weak self] change in
      guard change.subject == .configuration else { return }
      await self?.openLate()
    }
  }

  /// Whether requesters are answered.
  var isOpen: Bool { front.withLock { $0.tokens != nil } }

  /// The digest that two operators have to approve; nil where it is in effect.
  var waitsFor: Digest? {
    let changes = front.withLock { $0.gateway.changes }
    return changes.approval(of: configuration.digest) == nil ? configuration.digest : nil
  }

  /// The configuration was approved while the service ran. What fails now needs a start anew: PINs are not tried again.
  private func openLate() async {
    let gateway = front.withLock { $0.gateway }
    let opened: Front
    do throws(StartError) {
      opened = try await Service.open(gateway, configuration)
      await opened.gateway.remote?.storeGuard.examine()
      log.say("configuration-in-effect", ["configuration": configuration.digest.hex])
    } catch {
      opened = Front(gateway: gateway.closed(because: "\(error); start the service again"), tokens: nil)
      log.say("not-opened", ["reason": error.description])
    }
    front.withLock { $0 = opened }
    door.put(opened.gateway.router)
    look(atDevices: false)
  }

  private static func open(_ gateway: Gateway, _ configuration: Configuration) async throws(StartError) -> Front {
    let tokens = try await Tokens.open(configuration)
    do throws(StartError) {
      let issuers = try await tokens.issuers(configuration)
      let open = gateway.opened(tokens.byName, issuers: issuers, subjectTokens: configuration.subjectTokens)
      if let timestamps = open.remote?.timestamps, let problem = await timestamps.problem() {
        throw .token(timestamps.settings.token, "no time stamps can be made with its key: \(problem)")
      }
      // Before anything is written: how far the store had come when it was put here.
      await open.remote?.storeGuard.look()
      return Front(gateway: open, tokens: tokens)
    } catch {
      tokens.stop()
      throw error
    }
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
    // Draining blocks: not on the cooperative pool, where the requests finish.
    let finished = await onThreadOfItsOwn { server.drain(deadline: deadline) }
    if !finished { log.say("connections-cut") }
    await front.withLock { $0.gateway.remote }?.storeGuard.stop()
    front.withLock { $0.tokens }?.stop()
    store.close()
  }

  /// Takes the TLS files as they are now; where they cannot be used the older ones stay in force. The server's
  /// certificate and the client CA are part of what was approved, so that others are not taken.
  func reloadTLS() {
    let pinned = configuration.reviewedTLS
    if let changed = pinned.first(where: { (try? SourceFiles.content($0.name)) != $0.content }) {
      return log.say("tls-not-reloaded", ["reason": "\(changed.name) is not the one of the configuration in effect"])
    }
    do {
      try server.reload(listener: ListenerSettings.mtlsName, files: tls)
      if let open = configuration.listeners.publicListener {
        try server.reload(listener: ListenerSettings.publicName, files: open.tls)
      }
      log.say("tls-reloaded")
    } catch {
      log.say("tls-not-reloaded", ["reason": error.description])
    }
  }

  /// Has the devices looked at once a minute; call it every second.
  func watchDevices() {
    let isTime = seconds.withLock { seconds in
      seconds = (seconds + 1) % Service.secondsBetweenLooks
      return seconds == 0
    }
    if isTime { look(atDevices: true) }
  }

  private func look(atDevices: Bool) {
    let gateway = front.withLock { $0.gateway }
    // The store may take its time; signals must not wait for it.
    Task {
      if atDevices { await gateway.devices.look() }
      await gateway.remote?.look()
    }
  }

  /// Takes them where the CRL file is another one than at the last look.
  func reloadTLSIfChanged() {
    let now = tls.crl.flatMap { FileVersion($0) }
    let changed = crlVersion.withLock { last in
      // A file that is away for a moment is being replaced.
      guard let now, now != last else { return false }
      last = now
      return true
    }
    if changed { reloadTLS() }
  }
}

/// Where messages come in: the router behind it may be replaced while it answers.
private final class Door: Sendable {
  private let router: Mutex<Router>

  init(_ router: Router) { self.router = Mutex(router) }

  func put(_ router: Router) { self.router.withLock { $0 = router } }

  func answer(_ message: HTTPRequest) async -> HTTPResponse {
    let router = router.withLock { $0 }
    return await router.answer(message)
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
    let open = listeners.publicListener.map { settings in
      HTTPListener(
        name: ListenerSettings.publicName, address: settings.address, port: settings.port, tls: settings.tls,
        limits: http)
    }
    return [open].compactMap { $0 } + [
      HTTPListener(
        name: ListenerSettings.mtlsName, address: listeners.mtlsAddress, port: listeners.mtlsPort,
        tls: listeners.tls, limits: http),
      HTTPListener(
        name: ListenerSettings.healthName, address: listeners.healthAddress, port: listeners.healthPort, tls: nil,
        limits: http),
    ]
  }
}
