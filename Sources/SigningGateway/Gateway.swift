internal import Attestation
internal import CommandLineTools
internal import Evidence
internal import Records
internal import Synchronization
internal import X509

/// The service without its sockets: what the endpoints share.
struct Gateway: Sendable {
  static let listeners = [ListenerSettings.mtlsName, ListenerSettings.publicName, ListenerSettings.healthName]

  let facts: ServiceFacts
  private(set) var issuers: [String: Issuer]
  private(set) var tokens: [String: any GatewayToken]
  /// Why its tokens are not open; nil where they are.
  private(set) var closed: String?
  let store: ObservedStore
  let journal: Journal
  let changes: ChangeControl
  let nonces = NonceBook()
  let credentials = CredentialBook()
  let authorisation: Authorisation
  let devices: DeviceSupervision
  private(set) var issuance: IssuanceService
  let statements: StatementService
  /// Nil where no signatory signs remotely.
  private(set) var remote: RemoteSigning?
  let metrics = Metrics()
  let listenerCounters = ListenerCounters()
  let clock: @Sendable () -> Instant
  private let bodyLimit: Int
  private let log: OperatorLog?

  /// Puts the parts together. Nothing is written; see `start()`. A gateway that is not to open its tokens yet gets none,
  /// and `opened` makes the open one of it.
  init(
    configuration: Configuration, issuers: [String: Issuer], tokens: [String: any GatewayToken],
    store: any RecordStore, log: OperatorLog? = nil, clock: @escaping @Sendable () -> Instant
  ) {
    let store = ObservedStore(store)
    self.store = store
    self.issuers = issuers
    self.tokens = tokens
    self.clock = clock
    self.log = log
    facts = ServiceFacts(configuration: configuration.digest, demo: configuration.demo)
    journal = Journal(store)
    changes = ChangeControl(
      operators: configuration.operators, demo: configuration.demo, journal: journal, clock: clock)
    store.name { [weak changes, facts] in
      let approval = changes?.approval(of: facts.configuration)?.members ?? [:]
      return approval.merging(["configuration": .string(facts.configuration.hex)]) { own, _ in own }
    }
    authorisation = Authorisation(configuration.requesters, facts: facts, changes: changes, journal: journal)
    let register = DeviceRegister(
      configuration.devices, file: configuration.devicesFile, changes: changes, store: store)
    devices = DeviceSupervision(
      register: register, changes: changes, journal: journal, facts: facts,
      reappraiser: Reappraiser(
        store: store, demo: configuration.demo, appraisal: configuration.appraisal,
        terms: configuration.issuers.mapValues(\.terms)),
      hours: configuration.lostDeviceHours, log: log, clock: clock)
    changes.whenInEffect { [weak devices] _ in await devices?.look() }
    issuance = IssuanceService(
      gathering: EvidenceGathering(
        demo: configuration.demo, devices: configuration.devices, appraisal: configuration.appraisal, nonces: nonces,
        credentials: credentials,
        officers: configuration.officers,
        services: configuration.issuers.mapValues(\.service), knownWeakKeys: configuration.knownWeakKeys,
        subjectTokens: configuration.subjectTokens.compactMap { tokens[$0] }, store: store,
        keptKeys: KeptKeys(store: store, token: configuration.remoteSigning?.token)),
      nonces: nonces, credentials: credentials, journal: journal, metrics: metrics, facts: facts, changes: changes,
      devices: register,
      clock: clock)
    statements = StatementService(
      keys: configuration.attestationKeys, appraisal: configuration.appraisal, devices: register,
      journal: journal, metrics: metrics, facts: facts, changes: changes, clock: clock)
    let (journal, facts, changes, metrics) = (journal, facts, changes, metrics)
    remote = configuration.remoteSigning.map { settings in
      RemoteSigning(
        settings, devices: register, journal: journal, facts: facts, changes: changes, metrics: metrics, log: log,
        clock: clock
      ).opened(tokens[settings.token] as? any SubjectToken, services: Set(issuers.values.map(\.key.spkiSHA256)))
        .stamping(
          on: tokens, authorities: Set(issuers.values.map(\.key.spkiSHA256)), changes: changes, metrics: metrics)
    }
    if let storeGuard = remote?.storeGuard {
      store.observe { [weak storeGuard] in storeGuard?.noted($0) }
      changes.whenInEffect { [weak storeGuard] in await storeGuard?.decided($0) }
    }
    bodyLimit = configuration.limits.bodyBytes
  }

  var router: Router { Router(routes: Routes.all(self), bodyLimit: bodyLimit, metrics: metrics, log: log) }

  /// The same gateway with its tokens.
  func opened(_ tokens: [String: any GatewayToken], issuers: [String: Issuer], subjectTokens: [String]) -> Gateway {
    var open = self
    open.tokens = tokens
    open.issuers = issuers
    open.issuance.gathering.subjectTokens = subjectTokens.compactMap { tokens[$0] }
    open.closed = nil
    if let remote {
      open.remote = remote.opened(
        tokens[remote.settings.token] as? any SubjectToken, services: Set(issuers.values.map(\.key.spkiSHA256))
      ).stamping(
        on: tokens, authorities: Set(issuers.values.map(\.key.spkiSHA256)), changes: changes, metrics: metrics)
    }
    return open
  }

  /// The same gateway without tokens.
  func closed(because reason: String) -> Gateway {
    var closed = self
    closed.closed = reason
    return closed
  }

  /// Throws unless the configuration is in effect and the tokens are open.
  func requireOpen() throws(GatewayError) {
    try changes.requireInEffect(facts.configuration)
    if let closed { throw .unavailable(closed, decision: nil) }
  }

  /// Records the start and the reviewed files, writes off intents that an earlier run left open, and puts the
  /// configuration in effect where two operators approved it before.
  ///
  /// - Returns: the decisions of those intents. Call it once, before anything can be signed.
  func start(_ files: [ReviewedFile]) async throws(JournalError) -> [DecisionID] {
    try await changes.restore()
    return try await begin(files)
  }

  /// The start without what `changes.restore()` does.
  func begin(_ files: [ReviewedFile]) async throws(JournalError) -> [DecisionID] {
    try await devices.restore()
    // Where nobody has to approve it, it is in effect from here on.
    if !changes.needsApproval { _ = try await changes.stage(.configuration, facts.configuration) }
    let unknown = try await journal.start(
      ServiceStart(
        configuration: facts.configuration, demo: facts.demo, versions: ["sealgate": Product.version],
        approval: changes.approval(of: facts.configuration)))
    let blobs = files.map { Blob($0.content) }
    let list = zip(files, blobs).map { file, blob in
      JSONValue.object(["name": .string(file.name), "sha256": .string(blob.address.hex)])
    }
    try await journal.note(
      .configurationLoaded,
      .object([
        "configuration": .string(facts.configuration.hex), "files": .array(list),
        "appraisal": .string(devices.appraisal.hex),
      ]), blobs: blobs)
    _ = try await changes.stage(.configuration, facts.configuration)
    try await devices.begin()
    return unknown
  }

  /// Refuses to serve an issuer whose history must be on record and is not.
  func requireInventory(of issuer: Issuer) async throws(GatewayError) {
    guard issuer.requiresInventory else { return }
    let found: Bool
    do { found = try await store.hasInventory(of: issuer.name) } catch { throw GatewayError(error) }
    guard found else {
      throw .unavailable("issuer \(issuer.name) signs nothing before its inventory is imported", decision: nil)
    }
  }

  /// Why the store takes no records; nil where it does.
  func storeProblem() async -> String? {
    do throws(JournalError) {
      try await store.ready()
      return nil
    } catch {
      return error.description
    }
  }
}

/// The counters of the server that the gateway's router answers for. The server owns the router, so this one is weak.
final class ListenerCounters: Sendable {
  private struct Reference {
    weak var server: HTTPServer?
  }

  private let reference = Mutex(Reference())

  func observe(_ server: HTTPServer) { reference.withLock { $0.server = server } }

  func read(_ listener: String) -> HTTPCounters? {
    reference.withLock { $0.server }?.counters(listener: listener)
  }
}
