import Cryptography
import DER
import Evidence
import Foundation
import PKCS11
import TestSupport
import TokenPool
import WebAuthn
import X509

@testable import SigningGateway

/// Remote signing for real: SoftHSM, SQLite, both listeners on the loopback interface, and the clock on the wall.
final class RemoteLiveService {
  let folder: URL
  private(set) var service: Service?
  let certificates: TestCertificates
  let rootKey: TestKey
  let root: Certificate
  let screen = CapturedScreen()
  static let origin = "https://sign.example.test"
  static let clock: @Sendable () -> Instant = { Instant(seconds: Int64(Date().timeIntervalSince1970)) }

  init(more: String = "") async throws {
    certificates = try TestCertificates.shared.get()
    folder = FileManager.default.temporaryDirectory.appending(path: "remote-live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let host = try ModuleHost.shared(modulePath: SoftHSM.modulePath)
    let token = try SoftHSM.shared().makeToken(host.module)
    let pool = try TokenPool(host: host, settings: .init(uri: token.uri, pinFile: token.pinFile, lanes: 1))
    let info = pool.token
    pool.stop()
    rootKey = try TestKey(curve: .p384)
    root = try rootKey.certificate(
      signing: RemoteLiveService.current(.rootCA()).tbs(of: rootKey, signedBy: rootKey))
    try LiveService.write(folder, "root.pem", root.pem)
    try LiveService.write(folder, "devices.yaml", LiveService.devices(info))
    try FileManager.default.copyItem(
      atPath: certificates.path("empty.crl"), toPath: folder.appending(path: "clients.crl").path)
    try LiveService.write(folder, "gateway.yaml", try text(token, more))
    try await start(create: true)
  }

  func start(create: Bool = false) async throws {
    let log = OperatorLog(screen.screen, json: true, clock: RemoteLiveService.clock)
    let configuration = try Configuration(path: folder.appending(path: "gateway.yaml").path)
    service = try await Service(configuration, createState: create, log: log, clock: RemoteLiveService.clock)
  }

  func stop() async {
    await service?.stop()
    service = nil
  }

  func address(_ listener: String) -> String { "https://127.0.0.1:\(service?.port(listener) ?? 0)" }

  /// A sample of a year from yesterday on.
  static func current(_ sample: SampleCertificate) -> SampleCertificate {
    var sample = sample
    let now = clock()
    sample.notBefore = Sample.time(now.adding(seconds: -86400).withoutFraction)
    sample.notAfter = Sample.time(now.adding(seconds: 300 * 86400).withoutFraction)
    return sample
  }

  // MARK: - Clients

  func send(
    _ method: String, _ path: String, _ body: JSONValue? = nil, listener: String = "mtls", as client: String? = "good"
  ) async throws -> (status: Int, json: JSONValue) {
    let url = address(listener) + path
    let (serverCA, identity) = (certificates.path("ca.pem"), client.map { certificates.identity($0) })
    let response = try await blocking {
      let http = try HTTPClient(serverCA: serverCA, identity: identity)
      return method == "GET" ? try http.get(url) : try http.post(url, json: body?.canonicalBytes() ?? [])
    }
    return (response.status, JSONValue(canonical: response.body) ?? .null)
  }

  /// A credential with a certificate of a CA that is not the gateway's.
  func credential(
    of signatory: String, key: String, more: [String: JSONValue] = [:]
  ) async throws -> String {
    var members: [String: JSONValue] = [
      "schema": .integer(1), "signatory": .string(signatory), "name": .string("Erika Mustermann"),
      "key": .string(key), "multisign": .integer(10),
    ]
    members.merge(more) { _, new in new }
    let made = try await send("POST", "/remote/v1/credentials", .object(members))
    guard let id = made.json["credentialID"]?.text,
      let spki = made.json["publicKey"]?.text.flatMap({ Base64.decode($0) })
    else { throw Scene.Unusable(text: "\(made)") }
    var sample = RemoteLiveService.current(.subject(.qcpN))
    sample.issuer = SampleCertificate.rootCA().subject
    let certificate = try rootKey.certificate(signing: try sample.tbs(of: spki, signedBy: try rootKey.spki))
    let taken = try await send(
      "POST", "/remote/v1/credentials/\(id)/certificate",
      .object([
        "schema": .integer(1),
        "certificates": .array([certificate, root].map { .string(Base64.encode($0.derBytes)) }),
      ]))
    guard taken.status == 200 else { throw Scene.Unusable(text: "\(taken)") }
    return id
  }

  private func enrolment(of signatory: String) async throws -> JSONValue {
    let invited = try await send("POST", "/remote/v1/signatories/\(signatory)/invitations", .object([:]))
    let begun = try await send(
      "POST", "/signatory/v1/enrolments", .object(["code": invited.json["code"] ?? .null]), listener: "public", as: nil)
    guard begun.status == 201 else { throw Scene.Unusable(text: "\(begun)") }
    return begun.json
  }

  /// Password and seed of one-time codes, for SCAL1.
  func enrolSecret(of signatory: String, password: String) async throws -> String {
    let id = try await enrolment(of: signatory)["enrolment"]?.text ?? ""
    let done = try await send(
      "POST", "/signatory/v1/enrolments/\(id)/secret", .object(["password": .string(password)]), listener: "public",
      as: nil)
    guard let seed = done.json["totpSeed"]?.text else { throw Scene.Unusable(text: "\(done)") }
    return seed
  }

  private func text(_ token: SoftHSM.Token, _ more: String) throws -> String {
    let server = "certificate: \(certificates.path("server.pem")), key: \(certificates.path("server.key"))"
    return """
      schema: 1
      demo: true
      baseline: etsi-2026
      state: gateway.db
      listeners:
        mtls: {address: 127.0.0.1, port: 0, \(server), client-ca: \(certificates.path("ca.pem")), client-crl: clients.crl}
        public: {address: 127.0.0.1, port: 0, \(server)}
        health: {address: 127.0.0.1, port: 0}
      modules: {softhsm: {path: \(SoftHSM.modulePath)}}
      tokens:
        subject: {module: softhsm, uri: "pkcs11:token=\(token.label)", pin-file: \(token.pinFile), lanes: 2, queue: 64}
      issuers: {}
      subject-tokens: [subject]
      devices: devices.yaml
      requesters:
        - {id: desk, certificate-sha256: \(Hash.digest(try certificates.certificate("good")).hex), issuers: [], policies: []}
      remote-signing:
        origin: \(RemoteLiveService.origin)
        relying-party: sign.example.test
        name: Example signatures
        region: DE
        token: subject
        wrapping-key: wrapping
        enrollers: [desk]
        clients:
          - {id: app, name: Example App, certificate-sha256: \(Hash.digest(try certificates.certificate("anna")).hex)}
      \(more)
      """
  }
}

extension Instant {
  fileprivate var withoutFraction: String { Instant(seconds: seconds).description }
}
