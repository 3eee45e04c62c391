import Cryptography
import DER
import Evidence
import RecordStores
import Records
import Synchronization
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// What our own register learns of revocations ends the keys of credentials.
@Suite struct RevokedKeyTests {
  private static func status(_ credential: String, in scene: RemoteScene) async throws -> String? {
    try await scene.store.find(CredentialRecord.self, credential)?.value.status.rawValue
  }

  private static func number(_ bytes: [UInt8]) -> Evidence.SerialNumber? { Evidence.SerialNumber(magnitude: bytes) }

  private static func serial(_ credential: String, in scene: RemoteScene) async throws -> Evidence.SerialNumber {
    let found = try #require(try await scene.store.find(CredentialRecord.self, credential)).value
    let der = try #require(found.certificates.first)
    let bytes = try Certificate(der: der).tbsCertificate.serialNumber.bytes
    return try #require(number(Array(bytes.drop { $0 == 0 })))
  }

  /// As `/ca/v1/issuers/{issuer}/revocations` has it written, and told to remote signing.
  private static func revoke(
    _ credential: String, _ reason: RevocationReason, serial: Evidence.SerialNumber? = nil, tells: Bool = true,
    in scene: RemoteScene
  ) async throws {
    var number = serial
    if number == nil { number = try await Self.serial(credential, in: scene) }
    let known = try #require(number)
    let key = try #require(try await scene.store.find(CredentialRecord.self, credential)).value.spkiSHA256
    try await scene.gateway.journal.revoke(
      Revocation(serial: known, reason: reason, at: scene.time), issuer: "issuing", subjectKey: key,
      reportedBy: "pipeline", at: scene.time)
    if tells { _ = await scene.gateway.remote?.revoked(KnownRevocation(serial: known, reason: reason, key: key)) }
  }

  @Test(arguments: [RevocationReason.superseded, .keyCompromise, .unspecified, .cessationOfOperation])
  func `a revocation destroys the key, on record`(_ reason: RevocationReason) async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    #expect(scene.token.keys == 1)
    try await Self.revoke(credential, reason, in: scene)
    #expect(try await Self.status(credential, in: scene) == "destroyed")
    #expect(scene.token.keys == 0)
    let last = try await scene.store.records(of: [.credentialChanged]).last?.value
    #expect(last?["note"]?["act"]?.text == "key-destroyed")
  }

  @Test func `a hold suspends, and its end is for the operator to say`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    try await Self.revoke(credential, .certificateHold, in: scene)
    #expect(try await Self.status(credential, in: scene) == "suspended")
    #expect(scene.token.keys == 1)
  }

  @Test func `of a certificate that the credential shows no more only a compromise counts`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    let older = try #require(Self.number([0x11, 0x22]))
    try await Self.revoke(credential, .superseded, serial: older, in: scene)
    #expect(try await Self.status(credential, in: scene) == "enabled")
    let oldest = try #require(Self.number([0x11, 0x23]))
    try await Self.revoke(credential, .keyCompromise, serial: oldest, in: scene)
    #expect(try await Self.status(credential, in: scene) == "destroyed")
  }

  @Test func `what was revoked while nobody looked is ended at the start, another credential is not`() async throws {
    let store = MemoryStore { Sample.now }
    let token = FakeSubjectToken()
    let first = try RemoteScene(store: store, token: token)
    let credential = try await first.credential()
    let other = try await first.credential(more: ["place": .string("wrapped")]) { $0.serial = [0x55, 0x66] }
    try await Self.revoke(credential, .superseded, tells: false, in: first)
    #expect(try await Self.status(credential, in: first) == "enabled")
    await first.gateway.remote?.storeGuard.stop()
    let second = try RemoteScene(store: store, token: token)
    await second.gateway.remote?.look()
    #expect(try await Self.status(credential, in: second) == "destroyed")
    #expect(try await Self.status(other, in: second) == "enabled")
  }

  @Test func `what a token that is away leaves undone is done at a later look`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential(more: ["place": .string("wrapped")])
    await scene.gateway.remote?.look()
    scene.token.refuseData()
    try await Self.revoke(credential, .superseded, in: scene)
    #expect(scene.gateway.remote?.book.unfinished.withLock { $0.count } == 1)
    #expect(try await Self.status(credential, in: scene) == "destroyed")
    scene.token.refuseData(false)
    await scene.gateway.remote?.look()
    #expect(scene.gateway.remote?.book.unfinished.withLock { $0.isEmpty } == true)
    let kept = scene.token.data(StoreGuard.label).flatMap { StoreMark(bytes: $0)?.sequence }
    #expect(try await kept == scene.store.lastSequence())
  }

  @Test(arguments: [nil, [7]] as [[UInt8]?])
  func `where wrapped keys are on record no wrapping key is made, and no other taken`(_ id: [UInt8]?) async throws {
    let store = MemoryStore { Sample.now }
    let token = FakeSubjectToken()
    let screen = CapturedScreen()
    let first = try RemoteScene(store: store, token: token)
    _ = try await first.credential(more: ["place": .string("wrapped")])
    await first.gateway.remote?.storeGuard.stop()
    token.replaceWrappingKey(id)
    let scene = try RemoteScene(
      store: store, token: token, log: OperatorLog(screen.screen, json: true) { Sample.now })
    await scene.gateway.remote?.look()
    #expect(screen.errors.contains("wrapping-key-missing"))
    let made = try await scene.send(
      "POST", "/remote/v1/credentials",
      .object([
        "schema": .integer(1), "signatory": .string("bob"), "name": .string("Bob"), "key": .string("P-256"),
        "place": .string("wrapped"),
      ]), as: ConfigurationFolder.pipeline)
    #expect(made.status == 503)
    #expect(made.json["detail"]?.text?.contains("under which keys on record are wrapped") == true, "\(made.text)")
    #expect(try await token.wrappingKeyNameOrNil() == id)
  }
}

extension FakeSubjectToken {
  fileprivate func wrappingKeyNameOrNil() async throws -> [UInt8]? {
    try? await wrappingKeyFacts("wrapping", create: false).ckaID
  }
}
