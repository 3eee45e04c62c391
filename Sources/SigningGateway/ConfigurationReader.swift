internal import Applications
internal import Cryptography
internal import Documents
internal import Evidence
internal import PolicyGates
internal import X509

extension Configuration {
  /// Reads and checks the file and everything it names. No token is asked and nothing is opened for writing.
  public init(path: String) throws(ConfigurationError) {
    let source = try SourceFiles.content(path)
    let settings = try Configuration.settings(source, path)
    var files = SourceFiles(folder: SourceFiles.folder(of: path))
    let devices = try Configuration.devices(settings.devices, &files)
    if !settings.demo, let device = devices.records.first(where: \.demo) {
      throw ConfigurationError(
        file: path, problem: "$.devices: \(device.id) is a demo device, but $.demo is not true")
    }
    let appraisal = try settings.attestation.appraisal(&files)
    var officers: [RegisteredOfficer] = []
    for entry in settings.officers { officers.append(try Configuration.officer(entry, &files)) }
    knownWeakKeys = try Configuration.knownWeakKeys(settings.knownWeakKeys, &files)
    var issuers: [String: IssuerSettings] = [:]
    for (name, issuer) in settings.issuers.sorted(by: { $0.key < $1.key }) {
      issuers[name] = try Configuration.issuer(issuer, settings.baseline, &files)
    }
    var attestationKeys: [String: AttestationKeySettings] = [:]
    for (name, token) in settings.tokens.sorted(by: { $0.key < $1.key }) {
      guard let entry = token.attestation else { continue }
      attestationKeys[name] = AttestationKeySettings(
        key: entry.key, certificate: try files.certificate(entry.certificate), requesters: entry.requesters)
    }
    var remote = settings.remoteSigning
    try remote?.timestamp?.read(&files)
    var pinned: [ReviewedFile] = []
    for name in [settings.mtls.certificate, settings.mtls.clientCA, settings.open?.certificate].compactMap({ $0 }) {
      pinned.append(ReviewedFile(name: files.path(name), content: try files.read(name)))
    }
    reviewedTLS = pinned

    demo = settings.demo
    state = files.path(settings.state)
    listeners = settings.listeners(files)
    remoteSigning = remote
    limits = settings.limits
    modules = settings.modules.mapValues(files.path)
    tokens = settings.tokens.mapValues { token in
      TokenSettings(
        module: token.module, uri: token.uri, pinFile: files.path(token.pinFile), lanes: token.lanes,
        queue: token.queue)
    }
    self.attestationKeys = attestationKeys
    self.issuers = issuers
    subjectTokens = settings.subjectTokens
    self.devices = devices
    devicesFile = Hash.digest(try files.read(settings.devices))
    self.appraisal = appraisal
    lostDeviceHours = settings.lostDeviceHours
    self.officers = OfficerRegister(officers)
    requesters = settings.requesters
    operators = settings.operators
    digest = files.digest(of: source)
    reviewedFiles = [ReviewedFile(name: "configuration", content: source)] + files.reviewed
  }

  /// Reads and checks a configuration's own text; what it names is left aside.
  package static func check(_ source: [UInt8]) throws(ConfigurationError) {
    _ = try settings(source, "configuration")
  }

  private static func settings(_ source: [UInt8], _ path: String) throws(ConfigurationError) -> Settings {
    let settings: Settings
    do throws(DocumentError) {
      settings = try Document(yaml: source).read(as: Settings.shape)
    } catch {
      throw ConfigurationError(file: path, problem: error.description)
    }
    if let problem = settings.problem { throw ConfigurationError(file: path, problem: problem) }
    return settings
  }

  private static func devices(
    _ name: String, _ files: inout SourceFiles
  ) throws(ConfigurationError) -> DeviceDocument {
    let content = try files.read(name)
    do throws(DocumentError) { return try DeviceDocument(yaml: content) } catch {
      throw ConfigurationError(file: files.path(name), problem: error.description)
    }
  }

  private static func knownWeakKeys(
    _ name: String?, _ files: inout SourceFiles
  ) throws(ConfigurationError) -> KnownWeakKeys {
    guard let name else { return .none }
    let content = try files.read(name, limit: KnownWeakKeys.fileLimit)
    guard let text = String(validating: content, as: UTF8.self) else {
      throw ConfigurationError(file: files.path(name), problem: "is not UTF-8")
    }
    do { return try KnownWeakKeys(text: text) } catch {
      throw ConfigurationError(file: files.path(name), problem: error.description)
    }
  }

  private static func issuer(
    _ settings: Settings.Issuer, _ baseline: Baseline, _ files: inout SourceFiles
  ) throws(ConfigurationError) -> IssuerSettings {
    var path = [try files.certificate(settings.certificate)]
    for name in settings.chain {
      let next = try files.certificate(name)
      guard let key = try? PublicKey(next.tbsCertificate.subjectPublicKeyInfo), let last = path.last,
        (try? last.isSigned(by: key)) == true
      else { throw ConfigurationError(file: files.path(name), problem: "did not sign the certificate before it") }
      path.append(next)
    }
    return IssuerSettings(
      token: settings.token, key: settings.key, certificate: path[0].derBytes,
      chain: path.dropFirst().map(\.derBytes), service: try service(settings.service, &files),
      terms: JudgingTerms(baseline: baseline, raised: settings.raised),
      requiresInventory: settings.inventory == .required)
  }

  private static func officer(
    _ entry: OfficerEntry, _ files: inout SourceFiles
  ) throws(ConfigurationError) -> RegisteredOfficer {
    let pem = try files.read(entry.publicKey)
    do { return try entry.registered(pem: pem) } catch {
      throw ConfigurationError(file: files.path(entry.publicKey), problem: error.description)
    }
  }

  private static func service(
    _ name: String?, _ files: inout SourceFiles
  ) throws(ConfigurationError) -> ServiceDocument {
    guard let name else { return .empty }
    let content = try files.read(name)
    do throws(DocumentError) { return try ServiceDocument(yaml: content) } catch {
      throw ConfigurationError(file: files.path(name), problem: error.description)
    }
  }
}

/// The file as it is written, before what it names is read.
private struct Settings {
  enum Inventory: String, Sendable, CaseIterable {
    /// The CA issued before, elsewhere.
    case required
    case none
  }

  struct Issuer {
    let token: String
    let certificate: String
    let chain: [String]
    let key: IssuerSettings.Key
    let service: String?
    let raised: RaisedSeverities
    let inventory: Inventory
  }

  struct MTLS {
    let address: String
    let port: UInt16
    let certificate: String
    let key: String
    let clientCA: String
    let clientCRL: String
  }

  struct Plain {
    let address: String
    let port: UInt16
  }

  struct Open {
    let address: String
    let port: UInt16
    let certificate: String
    let key: String
  }

  let demo: Bool
  let baseline: Baseline
  let state: String
  let mtls: MTLS
  let health: Plain
  let open: Open?
  let remoteSigning: RemoteSigningSettings?
  let limits: Limits
  let modules: [String: String]
  let tokens: [String: TokenSettings]
  let issuers: [String: Issuer]
  let subjectTokens: [String]
  let devices: String
  let attestation: AttestationSettings
  let lostDeviceHours: Int64
  let knownWeakKeys: String?
  let officers: [OfficerEntry]
  let requesters: [Requester]
  let operators: [Operator]

  /// The first name that nothing has, or that two things have.
  var problem: String? {
    for (name, token) in tokens where modules[token.module] == nil {
      return "$.tokens.\(name).module: no module is named \(token.module)"
    }
    if let problem = attestationProblem { return problem }
    if (open == nil) != (remoteSigning == nil) {
      return "$.listeners.public and $.remote-signing: one is of no use without the other"
    }
    if let problem = remoteSigning?.problem(tokens: Set(tokens.keys), requesters: requesters) { return problem }
    for (name, issuer) in issuers where tokens[issuer.token] == nil {
      return "$.issuers.\(name).token: no token is named \(issuer.token)"
    }
    if let name = subjectTokens.first(where: { tokens[$0] == nil }) {
      return "$.subject-tokens: no token is named \(name)"
    }
    for requester in requesters {
      guard let name = requester.issuers.sorted().first(where: { issuers[$0] == nil }) else { continue }
      return "$.requesters: \(requester.id) names issuer \(name), which does not exist"
    }
    if let problem = OfficerEntry.problem(in: officers) { return "$.officers: \(problem)" }
    if Set(requesters.map(\.id)).count != requesters.count { return "$.requesters: an id occurs twice" }
    if Set(requesters.map(\.certificateSHA256)).count != requesters.count {
      return "$.requesters: a certificate-sha256 occurs twice"
    }
    return OperatorRegister.problem(in: operators, requesters: requesters, demo: demo)
  }

  private var attestationProblem: String? {
    for (name, token) in tokens.sorted(by: { $0.key < $1.key }) {
      guard let entry = token.attestation else { continue }
      let path = "$.tokens.\(name).attestation"
      if attestation.evidenceArc == nil {
        return "\(path): needs $.attestation.evidence-arc, under which it is written"
      }
      if let id = entry.requesters.sorted().first(where: { id in !requesters.contains { $0.id == id } }) {
        return "\(path).requesters: no requester is named \(id)"
      }
    }
    return nil
  }

  func listeners(_ files: SourceFiles) -> ListenerSettings {
    ListenerSettings(
      mtlsAddress: mtls.address, mtlsPort: mtls.port,
      tls: TLSFiles(
        certificateChain: files.path(mtls.certificate), privateKey: files.path(mtls.key),
        clientCA: files.path(mtls.clientCA), crl: files.path(mtls.clientCRL)),
      healthAddress: health.address, healthPort: health.port,
      publicListener: open.map { open in
        ListenerSettings.Public(
          address: open.address, port: open.port,
          tls: TLSFiles(certificateChain: files.path(open.certificate), privateKey: files.path(open.key)))
      })
  }
}

extension Settings {
  static var shape: FieldShape<Settings> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      let (mtls, health, open) = try fields.required("listeners", as: listeners)
      return Settings(
        demo: try fields.optional("demo", as: .bool) ?? false,
        baseline: try fields.required("baseline", as: .choice), state: try fields.required("state", as: .string),
        mtls: mtls, health: health, open: open,
        remoteSigning: try fields.optional("remote-signing", as: RemoteSigningSettings.shape),
        limits: try fields.optional("limits", as: limits) ?? Limits(),
        modules: try fields.required("modules", as: named(module)),
        tokens: try fields.required("tokens", as: named(token)),
        issuers: try fields.required("issuers", as: named(issuer)),
        subjectTokens: try fields.optional("subject-tokens", as: .list(of: .string)) ?? [],
        devices: try fields.required("devices", as: .string),
        attestation: try fields.optional("attestation", as: AttestationSettings.shape) ?? AttestationSettings(),
        lostDeviceHours: try fields.optional("lost-device-hours", as: .integer(in: 1...8760))
          ?? DeviceSupervision.usualHours,
        knownWeakKeys: try fields.optional("known-weak-keys", as: .string),
        officers: try fields.optional("officers", as: .list(of: OfficerEntry.shape, count: 0...1000)) ?? [],
        requesters: try fields.required("requesters", as: .list(of: requester, count: 1...1000)),
        operators: try fields.optional("operators", as: OperatorRegister.shape) ?? [])
    }
  }

  /// A map whose names can stand in an address, in a label of a metric and in a log line.
  private static func named<Value>(_ shape: FieldShape<Value>) -> FieldShape<[String: Value]> {
    .object { fields throws(DocumentError) in
      var values: [String: Value] = [:]
      for name in fields.names {
        guard Route.isName(name) else { throw fields.error(name, "names are of letters, digits, '-' and '_'") }
        values[name] = try fields.required(name, as: shape)
      }
      return values
    }
  }

  private static var listeners: FieldShape<(MTLS, Plain, Open?)> {
    .object { fields throws(DocumentError) in
      (
        try fields.required(
          ListenerSettings.mtlsName,
          as: .object { fields throws(DocumentError) in
            MTLS(
              address: try fields.required("address", as: .string), port: try port(&fields),
              certificate: try fields.required("certificate", as: .string),
              key: try fields.required("key", as: .string), clientCA: try fields.required("client-ca", as: .string),
              clientCRL: try fields.required("client-crl", as: .string))
          }),
        try fields.required(
          ListenerSettings.healthName,
          as: .object { fields throws(DocumentError) in
            Plain(address: try fields.required("address", as: .string), port: try port(&fields))
          }),
        try fields.optional(
          ListenerSettings.publicName,
          as: .object { fields throws(DocumentError) in
            Open(
              address: try fields.required("address", as: .string), port: try port(&fields),
              certificate: try fields.required("certificate", as: .string),
              key: try fields.required("key", as: .string))
          })
      )
    }
  }

  private static func port(_ fields: inout Fields) throws(DocumentError) -> UInt16 {
    UInt16(clamping: try fields.required("port", as: .integer(in: 0...65535)))
  }

  private static var limits: FieldShape<Limits> {
    .object { fields throws(DocumentError) in
      var limits = Limits()
      func take(_ name: String, _ range: ClosedRange<Int64>, _ standard: Int64) throws(DocumentError) -> Int64 {
        try fields.optional(name, as: .integer(in: range)) ?? standard
      }
      limits.bodyBytes = Int(clamping: try take("body-bytes", 1024...1_048_576, Int64(limits.bodyBytes)))
      limits.headerSeconds = try take("header-seconds", 1...300, limits.headerSeconds)
      limits.bodySeconds = try take("body-seconds", 1...300, limits.bodySeconds)
      limits.answerSeconds = try take("answer-seconds", 1...300, limits.answerSeconds)
      limits.connections = Int(clamping: try take("connections", 1...65536, Int64(limits.connections)))
      return limits
    }
  }

  private static var module: FieldShape<String> {
    .object { fields throws(DocumentError) in
      try fields.required("path", as: .string)
    }
  }

  private static var token: FieldShape<TokenSettings> {
    .object { fields throws(DocumentError) in
      TokenSettings(
        module: try fields.required("module", as: .string), uri: try fields.required("uri", as: .string),
        pinFile: try fields.required("pin-file", as: .string),
        lanes: Int(clamping: try fields.optional("lanes", as: .integer(in: 1...256)) ?? 2),
        queue: Int(clamping: try fields.optional("queue", as: .integer(in: 1...65536)) ?? 256),
        attestation: try fields.optional("attestation", as: AttestationKeyEntry.shape))
    }
  }

  private static var issuer: FieldShape<Issuer> {
    .object { fields throws(DocumentError) in
      let key = try IssuerSettings.Key.read(&fields)
      let rules = try fields.optional("raise-severity", as: .list(of: .string)) ?? []
      let raised: RaisedSeverities
      do throws(RaisedSeverityError) { raised = try RaisedSeverities(rules) } catch {
        throw fields.error("raise-severity", error.description)
      }
      return Issuer(
        token: try fields.required("token", as: .string), certificate: try fields.required("certificate", as: .string),
        chain: try fields.optional("chain", as: .list(of: .string)) ?? [], key: key,
        service: try fields.optional("service", as: .string), raised: raised,
        inventory: try fields.optional("inventory", as: .choice) ?? .none)
    }
  }

  private static var requester: FieldShape<Requester> {
    .object { fields throws(DocumentError) in
      Requester(
        id: try fields.required("id", as: .name),
        certificateSHA256: try fields.required("certificate-sha256", as: .sha256),
        issuers: Set(try fields.required("issuers", as: .list(of: .string))),
        policies: Set(try fields.required("policies", as: .list(of: .choice))))
    }
  }
}
