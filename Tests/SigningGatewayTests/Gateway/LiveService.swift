import CommandLineTools
import Cryptography
import DER
import Evidence
import Foundation
import PKCS11
import Synchronization
import TestSupport
import TokenPool
import X509

@testable import SigningGateway

/// A real service: SoftHSM, SQLite, mutual TLS on the loopback interface. Its gates live at the samples' time.
final class LiveService {
  let folder: URL
  /// Nil after `stop()`: the record store is locked for as long as its service is held.
  private(set) var service: Service?
  let subject: TokenKeyPair
  let issuing: Certificate
  /// The key that attests others, where there is one.
  let attestation: LiveAttestation
  let screen = CapturedScreen()
  private let csr: CertificationRequest
  private let office: SampleOffice
  private let certificates: TestCertificates

  static let clock: @Sendable () -> Instant = { Sample.now }

  /// - Parameter operators: names of client certificates; a demo does without.
  init(operators: [String] = [], attestation: LiveAttestation = .none) async throws {
    self.attestation = attestation
    certificates = try TestCertificates.shared.get()
    office = try SampleOffice()
    folder = FileManager.default.temporaryDirectory.appending(path: "gateway-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let softHSM = try SoftHSM.shared()
    let host = try ModuleHost.shared(modulePath: SoftHSM.modulePath)
    let (ca, device) = (try softHSM.makeToken(host.module), try softHSM.makeToken(host.module))

    let caPool = try TokenPool(host: host, settings: .init(uri: ca.uri, pinFile: ca.pinFile, lanes: 1))
    let issuingKey = try await caPool.generateKeyPair(.ec(.p256), label: "issuing", id: [1])
    var attestationKey: TokenKeyPair?
    if attestation == .elsewhere {
      attestationKey = try await caPool.generateKeyPair(.ec(.p256), label: "attestation", id: [9])
    }
    caPool.stop()
    let rootKey = try TestKey(curve: .p384)
    let root = try rootKey.certificate(signing: SampleCertificate.rootCA().tbs(of: rootKey, signedBy: rootKey))
    let issuingTBS = try SampleCertificate.issuingCA().tbs(of: issuingKey.spki, signedBy: try rootKey.spki)
    issuing = try rootKey.certificate(signing: issuingTBS)

    let devicePool = try TokenPool(host: host, settings: .init(uri: device.uri, pinFile: device.pinFile, lanes: 1))
    subject = try await devicePool.generateKeyPair(.ec(.p256), label: "anna", id: [1])
    if attestation == .good || attestation == .unfit {
      attestationKey = try await devicePool.generateKeyPair(.ec(.p256), label: "attestation", id: [9])
    }
    csr = try await LiveService.request(for: subject, on: devicePool)
    let info = devicePool.token
    devicePool.stop()

    for (name, text) in try office.files() { try LiveService.write(folder, name, text) }
    try LiveService.write(folder, "root.pem", root.pem)
    try LiveService.write(folder, "issuing.pem", issuing.pem)
    if let attestationKey {
      try LiveService.write(folder, "attestation.pem", try attestation.certificate(attestationKey, rootKey).pem)
    }
    try LiveService.write(folder, "devices.yaml", LiveService.devices(info))
    try FileManager.default.copyItem(
      atPath: certificates.path("empty.crl"), toPath: folder.appending(path: "clients.crl").path)
    try LiveService.write(
      folder, "gateway.yaml", try LiveService.text(ca, device, certificates, operators, attestation))
    service = nil
    try await start(create: true)
  }

  /// Starts over the folder as it is now.
  func start(create: Bool = false) async throws {
    let configuration = try Configuration(path: configurationPath)
    let log = OperatorLog(screen.screen, json: true, clock: LiveService.clock)
    service = try await Service(configuration, createState: create, log: log, clock: LiveService.clock)
  }

  func stop() async {
    await service?.stop()
    service = nil
  }

  static func write(_ folder: URL, _ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  var configurationPath: String { folder.appending(path: "gateway.yaml").path }

  // MARK: - A client

  func post(_ path: String, _ body: JSONValue, as client: String = "good") async throws
    -> (status: Int, json: JSONValue)
  {
    let url = "https://127.0.0.1:\(service?.port("mtls") ?? 0)\(path)"
    let (serverCA, identity) = (certificates.path("ca.pem"), certificates.identity(client))
    let response = try await blocking {
      try HTTPClient(serverCA: serverCA, identity: identity).post(url, json: body.canonicalBytes())
    }
    return (response.status, JSONValue(canonical: response.body) ?? .null)
  }

  func health(_ path: String) async throws -> String {
    let connection = try RawConnection(port: service?.port("health") ?? 0)
    connection.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return try await connection.received()
  }

  func reserve() async throws -> [UInt8] {
    let reply = try await post("/ca/v1/issuers/issuing/serials", .object(["schema": .integer(1)]))
    return Hex.decode(reply.json["serials"]?.elements?.first?.text ?? "") ?? []
  }

  func body(serial: [UInt8], change: (inout SampleCertificate) -> Void = { _ in }) throws -> JSONValue {
    var sample = SampleCertificate.subject(.qcpNQSCD)
    sample.serial = serial
    change(&sample)
    let issuer = issuing.tbsCertificate.subjectPublicKeyInfo.derBytes
    return .object([
      "schema": .integer(1),
      "tbsCertificate": .string(Base64.encode(try sample.tbs(of: subject.spki, signedBy: issuer).derBytes)),
      "csr": .string(Base64.encode(csr.derBytes)), "policy": .string("qcp-n-qscd"), "event": .string("initial"),
      "application": try office.document(
        SampleProcess(certificate: sample), subjectKey: Hash.digest(subject.spki)),
    ])
  }

  /// Puts another CRL in the place of the clients'.
  func revokeClients() throws {
    let target = folder.appending(path: "clients.crl")
    let new = try Data(contentsOf: URL(filePath: certificates.path("revoking.crl")))
    try new.write(to: target, options: .atomic)
  }

  /// A PKCS#10 request signed on the token.
  private static func request(for key: TokenKeyPair, on pool: TokenPool) async throws -> CertificationRequest {
    var body = DERWriter()
    let info = try SubjectPublicKeyInfo(der: key.spki)
    body.sequence { writer in
      writer.integer(0)
      writer.write(TestAuthority.name("Anna"))
      writer.write(info)
      writer.set(tag: .context(0, constructed: true), of: [X509.Attribute]())
    }
    let signature = try await pool.sign(key: key.identity, scheme: .ecdsa(.sha256), message: body.bytes)
    var request = DERWriter()
    request.sequence { writer in
      writer.raw(body.bytes)
      writer.write(AlgorithmIdentifier.ecdsaWithSHA256)
      writer.bitString(BitString(bytes: signature))
    }
    return try CertificationRequest(der: request.bytes)
  }

  static func devices(_ token: TokenInfo) -> String {
    """
    schema: 2
    devices:
      - {id: softhsm, kind: qscd, vendor: "\(token.manufacturer)", model: "\(token.model)", serials: ["\(token.serial)"],
         hardware: ["\(token.hardwareVersion)"], firmware: ["\(token.firmwareVersion)"], purpose: both, management: user,
         certificate: {reference: none, body: none, issued: 2026-01-01, expires: 2030-01-01, status: certified},
         source: none, reviewedBy: nobody, reviewedAt: 2026-01-01, demo: true,
         confinesCopies: true}
    """
  }

  private static func text(
    _ ca: SoftHSM.Token, _ device: SoftHSM.Token, _ certificates: TestCertificates, _ operators: [String],
    _ attestation: LiveAttestation
  ) throws -> String {
    let entries = try operators.map { name in
      "\n  - {id: \(name), certificate-sha256: \(Hash.digest(try certificates.certificate(name)).hex)}"
    }
    return """
      schema: 1
      demo: true
      baseline: etsi-2026
      state: gateway.db
      listeners:
        mtls: {address: 127.0.0.1, port: 0, certificate: \(certificates.path("server.pem")), key: \(certificates.path("server.key")),
               client-ca: \(certificates.path("ca.pem")), client-crl: clients.crl}
        health: {address: 127.0.0.1, port: 0}
      modules: {softhsm: {path: \(SoftHSM.modulePath)}}
      tokens:
        ca: {module: softhsm, uri: "pkcs11:token=\(ca.label)", pin-file: \(ca.pinFile), lanes: 2, queue: 8}
        subject: {module: softhsm, uri: "pkcs11:token=\(device.label)", pin-file: \(device.pinFile), lanes: 1, queue: 8\(attestation.token)}
      \(attestation.arc)
      issuers:
        issuing: {token: ca, certificate: issuing.pem, chain: [root.pem], key-label: issuing, service: service.yaml}
        by-id: {token: ca, certificate: issuing.pem, key-id: "01"}
      subject-tokens: [subject]
      devices: devices.yaml
      \(SampleOffice.configuration)
      requesters:
        - {id: pipeline, certificate-sha256: \(Hash.digest(try certificates.certificate("good")).hex), issuers: [issuing],
           policies: [qcp-n-qscd]}
      \(entries.isEmpty ? "" : "operators:" + entries.joined())
      """
  }
}

/// A screen that remembers.
final class CapturedScreen: Sendable {
  private let text = Mutex(("", ""))

  var output: String { text.withLock { $0.0 } }
  var errors: String { text.withLock { $0.1 } }

  var screen: Screen {
    Screen(output: { new in self.text.withLock { $0.0 += new } }, errors: { new in self.text.withLock { $0.1 += new } })
  }
}
