import Cryptography
import DER
import Evidence
import PolicyGates
import Records
import RecordStores
import Synchronization
import TestSupport
import Testing
import X509

@testable import SigningGateway
@testable import TokenPool

/// A gateway that makes time stamps with a key in software, for the client `app`.
final class TimestampScene: Sendable {
  static let policy = "1.3.6.1.4.1.99999.1"

  let folder: ConfigurationFolder
  let configuration: Configuration
  let gateway: Gateway
  let store: any RecordStore
  let token: TimestampToken
  /// It remembers the store.
  let subject: FakeSubjectToken
  let certificate: Certificate
  private let clock: RemoteClock

  /// - Parameters:
  ///   - key: of the certificate; the token holds `onToken`, or the same.
  ///   - issuers: by the folder's issuing key, whose name is `issuing`.
  init(
    key: TestKey? = nil, onToken: TestKey? = nil, qualified: Bool = false, hasAuthority: Bool = false,
    configured: Bool = true, store: (any RecordStore)? = nil,
    subject: FakeSubjectToken = FakeSubjectToken(), seconds: Int64 = 0,
    _ change: (inout SampleCertificate) -> Void = { _ in }
  ) throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    self.folder = folder
    let key = try hasAuthority ? folder.issuingKey : key ?? TestKeys.p256.get()
    certificate = try TimestampScene.certificate(key, by: folder.issuingKey, change)
    try folder.write("tsu.pem", certificate.pem)
    let unit = TimestampScene.settings(qualified: qualified)
    try folder.write("gateway.yaml", RemoteScene.configuration(more: configured ? unit : ""))
    let clock = RemoteClock()
    clock.wait(seconds)
    self.clock = clock
    let store = store ?? MemoryStore { clock.now }
    self.store = store
    token = try TimestampToken(key: onToken ?? key)
    self.subject = subject
    configuration = try folder.read()
    let tokens: [String: any GatewayToken] = ["ca": token, "subject": subject]
    let closed = Gateway(
      configuration: configuration, issuers: [:], tokens: [:], store: store, clock: { clock.now })
    let issuer = try Issuer(
      name: "issuing", certificate: folder.issuing,
      key: KeyIdentity(ckaID: [1], spkiSHA256: Hash.digest(try folder.issuingKey.spki)), tokenName: "ca", token: token,
      terms: JudgingTerms(baseline: .etsi2026))
    gateway = closed.opened(tokens, issuers: ["issuing": issuer], subjectTokens: [])
  }

  static func settings(
    token: String = "ca", label: String = "tsu", policy: String = TimestampScene.policy, qualified: Bool = false,
    accuracy: Int = 1
  ) -> String {
    "  timestamp: {token: \(token), key-label: \(label), certificate: tsu.pem, policy: \(policy), "
      + "qualified: \(qualified), accuracy-seconds: \(accuracy)}"
  }

  static func certificate(
    _ key: TestKey, by issuer: TestKey, _ change: (inout SampleCertificate) -> Void = { _ in }
  ) throws -> Certificate {
    var sample = SampleCertificate.subject(.ncpPlus)
    sample.set([.digitalSignature] as KeyUsage, critical: true)
    sample.set(ExtendedKeyUsage([.timeStamping]), critical: true)
    change(&sample)
    return try issuer.certificate(signing: sample.tbs(of: key, signedBy: issuer))
  }

  func wait(seconds: Int64) { clock.wait(seconds) }
  var time: Instant { clock.now }

  func send(
    _ members: [String: JSONValue], dialect: String = "v2", as certificate: [UInt8]? = RemoteScene.app,
    method: String = "signatures/timestamp"
  ) async throws -> Scene.Reply {
    _ = try await gateway.changes.stage(.configuration, gateway.facts.configuration)
    let target = try #require(HTTPTarget("/csc/\(dialect)/\(method)"))
    let response = await gateway.router.answer(
      HTTPRequest(
        listener: "mtls", method: "POST", target: target, headers: [HTTPField("Content-Type", "application/json")],
        body: JSONValue.object(members).canonicalBytes(), peerCertificate: certificate,
        remoteAddress: "127.0.0.1:4711"))
    return Scene.Reply(
      status: response.status, json: JSONValue(canonical: response.body) ?? .null, headers: response.headers,
      text: String(decoding: response.body, as: UTF8.self))
  }

  /// Asks for a time stamp over a SHA-256.
  func stamp(
    _ digest: [UInt8] = Hash.digest([1]).bytes, nonce: String? = nil, dialect: String = "v2"
  ) async throws -> Scene.Reply {
    var members: [String: JSONValue] = [
      "hash": .string(Base64.encode(digest)), "hashAlgo": .string("2.16.840.1.101.3.4.2.1"),
    ]
    if let nonce { members["nonce"] = .string(nonce) }
    return try await send(members, dialect: dialect)
  }

  /// The token in the answer.
  static func bytes(_ reply: Scene.Reply) throws -> [UInt8] {
    try #require(reply.status == 200, "\(reply.text)")
    return try #require(reply.json["timestamp"]?.text.flatMap { Base64.decode($0) })
  }

  func kinds() async throws -> [RecordKind] {
    try await store.records(from: 1, limit: 1000).map(\.kind)
  }

  /// A token with one key under the label `tsu`.
  final class TimestampToken: GatewayToken {
    private let key: TestKey
    private let spki: [UInt8]
    private let state = Mutex((label: "tsu", signsAnother: false, signatures: 0, draws: UInt8(0)))

    init(key: TestKey) throws {
      self.key = key
      spki = try key.spki
    }

    var signatures: Int { state.withLock { $0.signatures } }
    func rename(_ label: String) { state.withLock { $0.label = label } }
    func signAnother() { state.withLock { $0.signsAnother = true } }

    func sign(
      key _: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
    ) async throws(TokenPoolError) -> [UInt8] {
      let another = state.withLock { state in
        state.signatures += 1
        return state.signsAnother
      }
      do { return try key.sign(another ? message + [0] : message, scheme: scheme, form: form) } catch {
        throw .unavailable("\(error)")
      }
    }

    func random(count: Int) async throws(TokenPoolError) -> [UInt8] { [UInt8](repeating: 7, count: count) }
    func attributes(ofKey spki: [UInt8], at now: Instant) async throws(TokenPoolError) -> KeyAttributes? { nil }

    func pairs(_ name: IssuerSettings.Key) async throws(TokenPoolError) -> [TokenKeyPair] {
      guard case .label(let label) = name, label == state.withLock({ $0.label }) else { return [] }
      let identity = KeyIdentity(ckaID: [9], spkiSHA256: Hash.digest(spki))
      return [TokenKeyPair(identity: identity, label: label, spki: spki)]
    }

    func health() -> TokenHealth { TokenHealth(available: true, queued: 0, queueLimit: 8) }
  }
}
