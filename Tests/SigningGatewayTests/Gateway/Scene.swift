import Cryptography
import DER
import Evidence
import Foundation
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// A folder with a configuration and what it names.
struct ConfigurationFolder {
  let url: URL
  let issuingKey: TestKey
  let issuing: Certificate
  let root: Certificate
  let office: SampleOffice
  /// The certificates of the clients `pipeline` (all) and `other` (QCP-n at no issuer of ours).
  static let pipeline = Array("pipeline's certificate".utf8)
  static let other = Array("other's certificate".utf8)

  static let device = DeviceIdentity(
    manufacturer: "Example", model: "HSM 1", serial: "42", hardwareVersion: "1.0", firmwareVersion: "7.1")

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "gateway-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let rootKey = try TestKey(curve: .p384)
    issuingKey = try TestKey(curve: .p256)
    root = try rootKey.certificate(signing: SampleCertificate.rootCA().tbs(of: rootKey, signedBy: rootKey))
    issuing = try rootKey.certificate(signing: SampleCertificate.issuingCA().tbs(of: issuingKey, signedBy: rootKey))
    office = try SampleOffice()
    for (name, text) in try office.files() { try write(name, text) }
    try write("root.pem", root.pem)
    try write("issuing.pem", issuing.pem)
    for name in ["server.pem", "operator-ca.pem", "operator-ca.crl", "ca.pin"] { try write(name, "\(name)\n") }
    try write("devices.yaml", ConfigurationFolder.devices())
    try write("gateway.yaml", ConfigurationFolder.text())
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: url.appending(path: name))
  }

  var path: String { url.appending(path: "gateway.yaml").path }

  func read() throws -> Configuration { try Configuration(path: path) }

  static func devices(
    status: String = "certified", demo: Bool = false, firmware: String = "7.1", expires: String = "2030-01-01",
    keepsWrappedKeys: Bool = false
  ) -> String {
    """
    schema: 2
    devices:
      - id: example-hsm
        kind: qscd
        vendor: Example
        model: HSM 1
        hardware: ["1.0"]
        firmware: ["\(firmware)"]
        purpose: both
        management: user
        certificate: {reference: EXAMPLE-1, body: Example, issued: 2026-01-01, expires: \(expires), status: \(status)}
        source: https://example.test/qscd
        reviewedBy: reviewer-1
        reviewedAt: 2026-01-02
        demo: \(demo)
        confinesCopies: true
        keepsWrappedKeys: \(keepsWrappedKeys)
    """
  }

  /// The client certificate of an operator of the samples.
  static func certificate(of operator: String) -> [UInt8] { Array("\(`operator`)'s certificate".utf8) }

  /// - Parameter operators: none stand there where nil; a configuration that is no demo has two.
  static func text(demo: Bool = true, operators: [String]? = nil, more: String = "") -> String {
    let entries = (operators ?? (demo ? [] : ["anna", "berta"])).map { name in
      "\n  - {id: \(name), certificate-sha256: \(Hash.digest(certificate(of: name)).hex)}"
    }
    return """
      schema: 1
      demo: \(demo)
      baseline: etsi-2026
      state: gateway.db
      listeners:
        mtls: {address: 127.0.0.1, port: 0, certificate: server.pem, key: server.key, client-ca: operator-ca.pem, client-crl: operator-ca.crl}
        health: {address: 127.0.0.1, port: 0}
      limits: {body-bytes: 65536}
      modules: {softhsm: {path: /usr/lib/softhsm/libsofthsm2.so}}
      tokens:
        ca: {module: softhsm, uri: "pkcs11:token=ca", pin-file: ca.pin, lanes: 2, queue: 8}
        subject: {module: softhsm, uri: "pkcs11:token=subject", pin-file: ca.pin, lanes: 1, queue: 8}
      issuers:
        issuing: {token: ca, certificate: issuing.pem, chain: [root.pem], key-label: issuing, service: service.yaml}
        second: {token: ca, certificate: issuing.pem, key-id: "01"}
      subject-tokens: [subject]
      devices: devices.yaml
      \(SampleOffice.configuration)
      requesters:
        - {id: pipeline, certificate-sha256: \(Hash.digest(pipeline).hex), issuers: [issuing], policies: [qcp-n, qcp-n-qscd]}
        - {id: other, certificate-sha256: \(Hash.digest(other).hex), issuers: [second], policies: [qcp-n]}
      \(entries.isEmpty ? "" : "operators:" + entries.joined())
      \(more)
      """
  }
}

extension SampleCertificate {
  /// The sample's TBS for other keys than the sample's.
  func tbs(of key: TestKey, signedBy issuer: TestKey) throws -> TBSCertificate {
    try tbs(of: try key.spki, signedBy: try issuer.spki)
  }

  /// The same for keys by their SubjectPublicKeyInfo.
  func tbs(of key: [UInt8], signedBy issuer: [UInt8]) throws -> TBSCertificate {
    func identifier(_ spki: [UInt8]) throws -> [UInt8] {
      Array(Hash.digest(try SubjectPublicKeyInfo(der: spki).key.bytes).bytes.prefix(20))
    }
    var sample = self
    if extensions.contains(where: { $0.oid == AuthorityKeyIdentifier.oid }) {
      sample.set(AuthorityKeyIdentifier(keyIdentifier: try identifier(issuer)))
    }
    sample.set(SubjectKeyIdentifier(try identifier(key)))
    return try TBSCertificate(
      version: version, serialNumber: X509.SerialNumber(magnitude: serial), signature: signature,
      issuer: Name(self.issuer),
      validity: Validity(notBefore: notBefore, notAfter: notAfter), subject: Name(subject),
      subjectPublicKeyInfo: SubjectPublicKeyInfo(der: key), extensions: sample.extensions)
  }
}

/// A gateway over a store in memory and tokens of software keys, and a client that talks to its router.
final class Scene: Sendable {
  let folder: ConfigurationFolder
  let gateway: Gateway
  let store: StoppableStore
  let ca: FakeToken
  let subjectToken: FakeToken
  let subjectKey: TestKey

  /// - Parameter isKeyPublished: whether the operator's list of weak keys holds the subject's key.
  convenience init(requiresInventory: Bool = false, isKeyPublished: Bool = false) throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let subjectKey = try TestKey(curve: .p256)
    if isKeyPublished {
      try folder.write("gateway.yaml", ConfigurationFolder.text(more: "known-weak-keys: weak.tsv"))
      try folder.write("weak.tsv", "\(Hash.digest(try subjectKey.spki).hex)\tlost card\tincident 7\t2026-11-20\n")
    }
    try self.init(
      over: folder, store: StoppableStore { Sample.now }, subjectKey: subjectKey, requiresInventory: requiresInventory)
  }

  /// Over a folder and a store that an earlier run may have left.
  init(
    over folder: ConfigurationFolder, store: StoppableStore, subjectKey: TestKey, requiresInventory: Bool = false,
    log: OperatorLog? = nil, clock: @escaping @Sendable () -> Instant = { Sample.now }
  ) throws {
    let configuration = try folder.read()
    self.folder = folder
    self.store = store
    self.subjectKey = subjectKey
    ca = FakeToken(key: folder.issuingKey)
    subjectToken = FakeToken(key: subjectKey)
    subjectToken.hold(try Scene.attributes(of: subjectKey))
    let key = KeyIdentity(ckaID: [1], spkiSHA256: Hash.digest(try folder.issuingKey.spki))
    var issuers: [String: Issuer] = [:]
    for name in ["issuing", "second"] {
      issuers[name] = try Issuer(
        name: name, certificate: folder.issuing, key: key, tokenName: "ca", token: ca,
        terms: try #require(configuration.issuers[name]).terms, requiresInventory: requiresInventory)
    }
    gateway = Gateway(
      configuration: configuration, issuers: issuers, tokens: ["ca": ca, "subject": subjectToken], store: store,
      log: log, clock: clock)
  }

  static func attributes(of key: TestKey, local: Truth = .yes, device: DeviceIdentity = ConfigurationFolder.device)
    throws -> KeyAttributes
  {
    KeyAttributes(
      device: device, tokenLabel: "subject", hardwareSlot: .yes, spki: try key.spki, local: local, sensitive: .yes,
      alwaysSensitive: local, neverExtractable: local, extractable: .no,
      generationMechanism: local == .yes ? 0x1040 : nil, readAt: Sample.now)
  }

  // MARK: - A client

  struct Reply {
    let status: Int
    let json: JSONValue
    let headers: [HTTPField]
    let text: String

    var rules: [String] { (json["findings"]?.elements ?? []).compactMap { $0["rule"]?.text } }
    /// The rules that refuse.
    var errors: [String] {
      (json["findings"]?.elements ?? []).filter { $0["severity"]?.text == "error" }.compactMap { $0["rule"]?.text }
    }
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  }

  func send(
    _ method: String, _ target: String, _ body: [UInt8] = [], as certificate: [UInt8]? = ConfigurationFolder.pipeline,
    listener: String = "mtls", type: String? = "application/json"
  ) async throws -> Reply {
    // As at a start; a demo without operators leaves no record of it.
    _ = try await gateway.changes.stage(.configuration, gateway.facts.configuration)
    guard let target = HTTPTarget(target) else { throw Unusable(text: target) }
    let response = await gateway.router.answer(
      HTTPRequest(
        listener: listener, method: method, target: target,
        headers: type.map { [HTTPField("Content-Type", $0)] } ?? [], body: body, peerCertificate: certificate,
        remoteAddress: "127.0.0.1:4711"))
    return Reply(
      status: response.status, json: JSONValue(canonical: response.body) ?? .null, headers: response.headers,
      text: String(decoding: response.body, as: UTF8.self))
  }

  struct Unusable: Error { let text: String }

  func reserve(_ members: [String: JSONValue] = [:], as certificate: [UInt8] = ConfigurationFolder.pipeline)
    async throws
    -> [UInt8]
  {
    let body = JSONValue.object(members.merging(["schema": .integer(1)]) { first, _ in first })
    let reply = try await send(
      "POST", "/ca/v1/issuers/issuing/serials", body.canonicalBytes(), as: certificate)
    guard let serial = reply.json["serials"]?.elements?.first?.text, let bytes = Hex.decode(serial) else {
      throw Unusable(text: reply.text)
    }
    return bytes
  }

  /// The body of a request that every gate admits, save for what the caller changes.
  func body(
    serial: [UInt8], policy: CertificatePolicy = .qcpNQSCD, key: TestKey? = nil, csrKey: TestKey? = nil,
    more: [String: JSONValue] = [:], change: (inout SampleCertificate) -> Void = { _ in },
    process: (inout SampleProcess) -> Void = { _ in }
  ) throws -> JSONValue {
    var sample = SampleCertificate.subject(policy)
    sample.serial = serial
    change(&sample)
    let key = key ?? subjectKey
    let csr = try (csrKey ?? key).certificationRequest(commonName: "Erika Mustermann")
    let members: [String: JSONValue] = [
      "schema": .integer(1),
      "tbsCertificate": .string(Base64.encode(try sample.tbs(of: key, signedBy: folder.issuingKey).derBytes)),
      "csr": .string(Base64.encode(csr.derBytes)),
      "policy": .string(policy.rawValue),
      "event": .string("initial"),
      "application": try application(policy, sample, key: key, change: process),
      "attestation": .null,
    ]
    return .object(members.merging(more) { _, other in other })
  }

  /// A complete application for the certificate, signed.
  func application(
    _ policy: CertificatePolicy = .qcpNQSCD, _ sample: SampleCertificate? = nil, key: TestKey? = nil,
    id: String = "A-1",
    change: (inout SampleProcess) -> Void = { _ in }
  ) throws -> JSONValue {
    var process = SampleProcess(policy, certificate: sample)
    process.application.id = id
    change(&process)
    return try folder.office.document(process, subjectKey: Hash.digest(try (key ?? subjectKey).spki))
  }

  /// The same for another subject.
  func application(of subject: String, _ policy: CertificatePolicy, key: TestKey) throws -> JSONValue {
    try application(policy, key: key, id: "A-\(subject)") { process in
      process.application.registration?.subjectID = subject
      process.application.registration?.subscriberID = subject
      process.application.agreement?.acceptance?.by = subject
    }
  }

  func issue(_ body: JSONValue, as certificate: [UInt8]? = ConfigurationFolder.pipeline) async throws -> Reply {
    try await send("POST", "/ca/v1/issuers/issuing/certificates", body.canonicalBytes(), as: certificate)
  }

  func kinds() async -> [String] { await store.records.map(\.kind.rawValue) }
}
