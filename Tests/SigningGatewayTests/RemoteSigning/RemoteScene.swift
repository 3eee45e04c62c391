import Cryptography
import DER
import Evidence
import Records
import RecordStores
import Synchronization
import TestSupport
import Testing
import WebAuthn
import X509

@testable import SigningGateway

/// A gateway in which signatories sign: a client `app`, an enroller `pipeline`, and keys in software.
final class RemoteScene: Sendable {
  static let origin = "https://sign.example.test"
  static let app = Array("app's certificate".utf8)
  static let otherApp = Array("other app's certificate".utf8)

  let folder: ConfigurationFolder
  let gateway: Gateway
  let store: any RecordStore
  let token: FakeSubjectToken
  private let clock: RemoteClock

  init(
    store: (any RecordStore)? = nil, operators: [String]? = nil, more: String = "",
    origin: String = RemoteScene.origin, token: FakeSubjectToken = FakeSubjectToken(), log: OperatorLog? = nil
  ) throws {
    self.token = token
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    self.folder = folder
    try folder.write("gateway.yaml", RemoteScene.configuration(operators: operators, more: more, origin: origin))
    let clock = RemoteClock()
    self.clock = clock
    let store = store ?? MemoryStore { clock.now }
    self.store = store
    gateway = Gateway(
      configuration: try folder.read(), issuers: [:], tokens: ["subject": token], store: store, log: log,
      clock: { clock.now })
  }

  func wait(seconds: Int64) { clock.wait(seconds) }
  var time: Instant { clock.now }

  static func configuration(
    operators: [String]? = nil, more: String = "", origin: String = RemoteScene.origin
  ) -> String {
    let party = origin == RemoteScene.origin ? "sign.example.test" : "localhost"
    let plain = ConfigurationFolder.text(operators: operators)
    let open = "  public: {address: 127.0.0.1, port: 0, certificate: server.pem, key: server.key}"
    return plain.replacing(
      "  health: {address: 127.0.0.1, port: 0}", with: "  health: {address: 127.0.0.1, port: 0}\n\(open)")
        + """

        remote-signing:
          origin: \(origin)
          relying-party: \(party)
          name: Example signatures
          region: DE
          token: subject
          wrapping-key: wrapping
          enrollers: [pipeline]
          clients:
            - {id: app, name: Example App, certificate-sha256: \(Hash.digest(app).hex)}
            - {id: other-app, name: Other App, certificate-sha256: \(Hash.digest(otherApp).hex), acts-alone: true}
        \(more)

        """
  }

  // MARK: - A client

  func send(
    _ method: String, _ target: String, _ json: JSONValue? = nil, as certificate: [UInt8]? = RemoteScene.app,
    listener: String = "mtls", headers: [HTTPField] = []
  ) async throws -> Scene.Reply {
    _ = try await gateway.changes.stage(.configuration, gateway.facts.configuration)
    let target = try #require(HTTPTarget(target))
    let response = await gateway.router.answer(
      HTTPRequest(
        listener: listener, method: method, target: target,
        headers: [HTTPField("Content-Type", "application/json")] + headers, body: json?.canonicalBytes() ?? [],
        peerCertificate: certificate, remoteAddress: "127.0.0.1:4711"))
    return Scene.Reply(
      status: response.status, json: JSONValue(canonical: response.body) ?? .null, headers: response.headers,
      text: String(decoding: response.body, as: UTF8.self))
  }

  func csc(
    _ method: String, _ members: [String: JSONValue], dialect: String = "v2", as certificate: [UInt8] = RemoteScene.app
  ) async throws -> Scene.Reply {
    try await send("POST", "/csc/\(dialect)/\(method)", .object(members), as: certificate)
  }

  /// A page's call, without a client certificate.
  func page(_ method: String, _ path: String, _ json: JSONValue? = nil) async throws -> Scene.Reply {
    try await send(method, "/signatory/v1/\(path)", json, as: nil, listener: "public")
  }

  // MARK: - Signatories

  /// A credential with a certificate, ready to be used.
  func credential(
    of signatory: String = "alice", key: String = "P-256", more: [String: JSONValue] = [:],
    policy: CertificatePolicy = .qcpN, answering status: Int = 200,
    change: (inout SampleCertificate) -> Void = { _ in }
  ) async throws -> String {
    var members: [String: JSONValue] = [
      "schema": .integer(1), "signatory": .string(signatory), "name": .string("Alice Example"), "key": .string(key),
      "multisign": .integer(10),
    ]
    members.merge(more) { _, new in new }
    let made = try await send("POST", "/remote/v1/credentials", .object(members), as: ConfigurationFolder.pipeline)
    let id = try #require(made.json["credentialID"]?.text, "\(made.text)")
    let spki = try #require(made.json["publicKey"]?.text.flatMap { Base64.decode($0) })
    var sample = SampleCertificate.subject(policy)
    change(&sample)
    let tbs = try sample.tbs(of: spki, signedBy: try folder.issuingKey.spki)
    let certificate = try folder.issuingKey.certificate(signing: tbs)
    let taken = try await send(
      "POST", "/remote/v1/credentials/\(id)/certificate",
      .object([
        "schema": .integer(1),
        "certificates": .array([certificate, folder.issuing].map { .string(Base64.encode($0.derBytes)) }),
      ]), as: ConfigurationFolder.pipeline)
    try #require(taken.status == status, "\(taken.text)")
    return id
  }

  /// Begins an enrolment with an invitation.
  func enrolment(of signatory: String = "alice") async throws -> Scene.Reply {
    let invited = try await send(
      "POST", "/remote/v1/signatories/\(signatory)/invitations", .object([:]), as: ConfigurationFolder.pipeline)
    let code = try #require(invited.json["code"]?.text, "\(invited.text)")
    return try await page("POST", "enrolments", .object(["code": .string(code)]))
  }

  func enrolPasskey(of signatory: String = "alice") async throws -> SoftwarePasskey {
    let begun = try await enrolment(of: signatory)
    let passkey = try SoftwarePasskey(relyingPartyID: "sign.example.test")
    let challenge = try #require(begun.json["passkey"]?["challenge"]?.text.flatMap { Base64URL.decode($0) })
    let id = try #require(begun.json["enrolment"]?.text)
    let registration = try passkey.registration(challenge: challenge, origin: RemoteScene.origin)
    let done = try await page(
      "POST", "enrolments/\(id)/passkey",
      .object([
        "clientDataJSON": .string(Base64URL.encode(registration.clientDataJSON)),
        "attestationObject": .string(Base64URL.encode(registration.attestationObject)),
        "transports": .array([.string("internal")]),
      ]))
    try #require(done.status == 201, "\(done.text)")
    return passkey
  }

  /// A handle that waits for the signatory.
  func authorize(
    _ credential: String, _ hashes: [[UInt8]], signatures: Int? = nil, as client: [UInt8] = RemoteScene.app
  ) async throws -> String {
    let reply = try await csc(
      "credentials/authorize",
      [
        "credentialID": .string(credential), "numSignatures": .integer(Int64(signatures ?? hashes.count)),
        "hashes": .array(hashes.map { .string(Base64.encode($0)) }),
        "hashAlgorithmOID": .string("2.16.840.1.101.3.4.2.1"), "authData": .array([]),
      ], as: client)
    try #require(reply.status == 202, "\(reply.text)")
    return try #require(reply.json["handle"]?.text)
  }

  /// The answer of the signatory's passkey.
  func consent(
    _ handle: String, with passkey: inout SoftwarePasskey,
    behaviour: SoftwarePasskey.Behaviour = SoftwarePasskey.Behaviour()
  ) async throws -> Scene.Reply {
    let shown = try await page("GET", "activations/\(handle)")
    let challenge = try #require(
      shown.json["passkey"]?["challenge"]?.text.flatMap { Base64URL.decode($0) }, "\(shown.text)")
    let answer = try passkey.answer(challenge: challenge, origin: RemoteScene.origin, behaviour: behaviour)
    return try await page("POST", "activations/\(handle)/proof", answer.json)
  }

  /// Activation data that the passkey released.
  func release(
    _ credential: String, _ hashes: [[UInt8]], with passkey: inout SoftwarePasskey
  ) async throws -> String {
    let handle = try await authorize(credential, hashes)
    let proven = try await consent(handle, with: &passkey)
    try #require(proven.status == 200, "\(proven.text)")
    let checked = try await csc("credentials/authorizeCheck", ["handle": .string(handle)])
    return try #require(checked.json["SAD"]?.text, "\(checked.text)")
  }

  func sign(
    _ credential: String, _ sad: String, _ hashes: [[UInt8]], algorithm: String = "1.2.840.10045.4.3.2",
    more: [String: JSONValue] = [:], as client: [UInt8] = RemoteScene.app
  ) async throws -> Scene.Reply {
    var members: [String: JSONValue] = [
      "credentialID": .string(credential), "SAD": .string(sad),
      "hashes": .array(hashes.map { .string(Base64.encode($0)) }), "signAlgo": .string(algorithm),
    ]
    members.merge(more) { _, new in new }
    return try await csc("signatures/signHash", members, as: client)
  }

  func publicKey(_ credential: String) async throws -> PublicKey {
    let shown = try await send(
      "GET", "/remote/v1/credentials/\(credential)", as: ConfigurationFolder.pipeline)
    return try PublicKey(spki: try #require(shown.json["publicKey"]?.text.flatMap { Base64.decode($0) }))
  }
}

/// A clock that tests move.
final class RemoteClock: Sendable {
  private let time = Mutex(Sample.now)

  var now: Instant { time.withLock { $0 } }
  func wait(_ seconds: Int64) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}
