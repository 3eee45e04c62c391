import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

/// Keys that are made for one session and destroyed when that ends.
@Suite struct OneTimeKeyTests {
  private static func hash(_ number: UInt8) -> [UInt8] { Hash.digest([number]).bytes }

  private static func credential(_ scene: RemoteScene, place: String = "token") async throws -> String {
    try await scene.credential(more: ["oneTime": .bool(true), "place": .string(place)]) {
      $0.notAfter = Sample.time("2026-11-21T11:59:59Z")
    }
  }

  private static func status(_ credential: String, _ scene: RemoteScene) async throws -> String? {
    try await scene.store.find(CredentialRecord.self, credential)?.value.status.rawValue
  }

  /// Why the key is gone; nil while it is there.
  private static func end(_ credential: String, _ scene: RemoteScene) async throws -> String? {
    try await scene.store.find(OneTimeRecord.self, credential)?.value.endedBecause
  }

  @Test(arguments: ["token", "wrapped"])
  func `the last signature of the session ends the key, on record, and a replay is refused`(
    _ place: String
  ) async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene, place: place)
    var passkey = try await scene.enrolPasskey()
    let hashes = [Self.hash(1), Self.hash(2)]
    let sad = try await scene.release(credential, hashes, with: &passkey)
    #expect(try await scene.sign(credential, sad, [Self.hash(1)]).status == 200)
    #expect(try await Self.status(credential, scene) == "enabled")
    #expect(try await scene.sign(credential, sad, [Self.hash(2)]).status == 200)
    #expect(try await Self.status(credential, scene) == "destroyed")
    #expect(try await Self.end(credential, scene) == "signed")
    if place == "token" { #expect(scene.token.keys == 0) }
    #expect(try await scene.store.kept("credential/\(credential)") == nil)
    let acts = try await scene.store.records(of: [.credentialChanged]).compactMap { $0.value?["note"]?["act"]?.text }
    let gone = place == "token" ? ["destroyed", "key-destroyed"] : ["destroyed"]
    #expect(Array(acts.suffix(gone.count + 1)) == gone + ["one-time-key-ended"], "\(acts)")
    let before = scene.token.signatures
    let replay = try await scene.sign(credential, sad, hashes)
    #expect(replay.status == 400 && replay.json["error_description"]?.text == "Invalid parameter SAD")
    #expect(scene.token.signatures == before)
  }

  @Test func `it is for one session: a second one is refused, on record, and the first goes on`() async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene)
    var passkey = try await scene.enrolPasskey()
    let handle = try await scene.authorize(credential, [Self.hash(1)])
    let second = try await scene.csc(
      "credentials/authorize",
      [
        "credentialID": .string(credential), "numSignatures": .integer(1),
        "hashes": .array([.string(Base64.encode(Self.hash(2)))]),
        "hashAlgorithmOID": .string("2.16.840.1.101.3.4.2.1"), "authData": .array([]),
      ])
    #expect(second.status == 400, "\(second.text)")
    let last = try await scene.store.records(of: [.sessionChanged]).last?.value
    #expect(last?["note"]?["act"]?.text == "refused-second-session")
    #expect(try await scene.consent(handle, with: &passkey).status == 200)
    let checked = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)])
    let sad = try #require(checked.json["SAD"]?.text)
    #expect(try await scene.sign(credential, sad, [Self.hash(1)]).status == 200)
  }

  @Test(arguments: ["signatory", "tries"])
  func `a session that is refused ends the key at once`(_ by: String) async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene)
    var passkey = try await scene.enrolPasskey()
    let handle = try await scene.authorize(credential, [Self.hash(1)])
    if by == "signatory" {
      #expect(try await scene.page("POST", "activations/\(handle)/refusal", .object([:])).status == 200)
    } else {
      var behaviour = SoftwarePasskey.Behaviour()
      behaviour.userVerified = false
      for _ in 1...5 {
        #expect(try await Self.status(credential, scene) == "enabled")
        #expect(try await scene.consent(handle, with: &passkey, behaviour: behaviour).status == 422)
      }
    }
    #expect(try await Self.status(credential, scene) == "destroyed")
    #expect(try await Self.end(credential, scene) == "not released")
    #expect(scene.token.keys == 0)
  }

  @Test(arguments: [true, false])
  func `a session that expires ends the key at the next look`(_ isReleased: Bool) async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene)
    var passkey = try await scene.enrolPasskey()
    if isReleased {
      _ = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    } else {
      _ = try await scene.authorize(credential, [Self.hash(1)])
    }
    scene.wait(seconds: 299)
    await scene.gateway.remote?.look()
    #expect(try await Self.status(credential, scene) == "enabled")
    scene.wait(seconds: 1)
    await scene.gateway.remote?.look()
    #expect(try await Self.end(credential, scene) == "expired")
    #expect(scene.token.keys == 0)
  }

  @Test func `a key that nobody asks for in a day is ended, another one stays`() async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene)
    let other = try await scene.credential { $0.serial = [0x55, 0x66] }
    scene.wait(seconds: 86_399)
    await scene.gateway.remote?.look()
    #expect(try await Self.end(credential, scene) == nil)
    scene.wait(seconds: 1)
    await scene.gateway.remote?.look()
    #expect(try await Self.end(credential, scene) == "never asked for")
    #expect(try await Self.status(other, scene) == "enabled")
    #expect(scene.token.keys == 1)
  }

  @Test func `its certificate is valid for a day at most`() async throws {
    let scene = try RemoteScene()
    for (end, status, left) in [("2026-11-21T12:00:01Z", 400, "pending"), ("2026-11-21T12:00:00Z", 200, "enabled")] {
      let credential = try await scene.credential(more: ["oneTime": .bool(true)], answering: status) {
        $0.notAfter = Sample.time(end)
      }
      #expect(try await Self.status(credential, scene) == left)
    }
  }

  @Test func `sixteen uses at a time give what was released, and the key is gone`() async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene)
    var passkey = try await scene.enrolPasskey()
    let hashes = (1...4).map { Self.hash($0) }
    let sad = try await scene.release(credential, hashes, with: &passkey)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<16 {
        group.addTask { try await scene.sign(credential, sad, [hashes[number % 4]]).status }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 200 } == 4, "\(statuses)")
    #expect(scene.token.keys == 0)
    #expect(try await Self.end(credential, scene) == "signed")
  }

  @Test func `what the token cannot be told now is told at a later look`() async throws {
    let scene = try RemoteScene()
    let credential = try await Self.credential(scene)
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    await scene.gateway.remote?.look()
    scene.token.refuseData()
    #expect(try await scene.sign(credential, sad, [Self.hash(1)]).status == 200)
    #expect(try await Self.end(credential, scene) == nil)
    #expect(try await Self.status(credential, scene) == "destroyed")
    scene.token.refuseData(false)
    await scene.gateway.remote?.look()
    #expect(try await Self.end(credential, scene) == "signed")
  }

  @Test func `ended after any record of its signature, the next start ends the key`() async throws {
    var ended = 0
    for records in 0..<10 {
      let store = StoppableStore { Sample.now }
      let token = FakeSubjectToken()
      let first = try RemoteScene(store: store, token: token)
      let credential = try await Self.credential(first)
      var passkey = try await first.enrolPasskey()
      let sad = try await first.release(credential, [Self.hash(1)], with: &passkey)
      await first.gateway.remote?.look()
      await first.gateway.remote?.storeGuard.stop()
      let before = token.signatures
      store.stop(after: records)
      _ = try await first.sign(credential, sad, [Self.hash(1)])
      let isOver = token.keys == 0
      store.goOn()
      guard try await Self.end(credential, first) == nil else { break }
      ended += 1
      let second = try RemoteScene(store: store, token: token)
      await second.gateway.remote?.look()
      let replay = try await second.sign(credential, sad, [Self.hash(1)])
      // Without an intent nothing was spent: it signs now, once.
      #expect(replay.status == (records == 0 ? 200 : 400), "after \(records): \(replay.text)")
      #expect(token.signatures <= before + 1)
      #expect(token.keys == 0, "after \(records), \(isOver)")
      #expect(try await Self.end(credential, second) == "signed", "after \(records)")
    }
    #expect(ended >= 4, "\(ended)")
  }
}
