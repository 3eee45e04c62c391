import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing
import WebAuthn
import X509

@testable import SigningGateway

@Suite struct RemoteSigningTests {
  private static func hash(_ number: UInt8) -> [UInt8] { Hash.digest([number]).bytes }

  private static func signatures(_ reply: Scene.Reply) -> [[UInt8]] {
    (reply.json["signatures"]?.elements ?? []).compactMap { $0.text.flatMap { Base64.decode($0) } }
  }

  @Test func `what a passkey releases is signed, once, and verifies`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let hashes = [Self.hash(1), Self.hash(2)]
    let sad = try await scene.release(credential, hashes, with: &passkey)

    let reply = try await scene.sign(credential, sad, hashes)
    #expect(reply.status == 200, "\(reply.text)")
    let signatures = Self.signatures(reply)
    #expect(signatures.count == 2)
    let key = try await scene.publicKey(credential)
    for (hash, signature) in zip(hashes, signatures) {
      #expect(
        try key.verify(
          signature: signature, over: hash, scheme: .ecdsa(.sha256), form: .digest(pssSaltLength: nil)))
    }
    let again = try await scene.sign(credential, sad, hashes)
    #expect(again.status == 400)
    #expect(again.json["error_description"]?.text == "Invalid parameter SAD")
    #expect(scene.token.signatures == 3)  // two hashes, and the proof of possession
  }

  @Test func `of sixteen uses of one release at a time exactly one signs`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    let before = scene.token.signatures
    let replies = try await withThrowingTaskGroup(of: Scene.Reply.self) { group in
      for _ in 0..<16 { group.addTask { try await scene.sign(credential, sad, [Self.hash(1)]) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(replies.filter { $0.status == 200 }.count == 1)
    #expect(replies.filter { $0.status == 400 }.count == 15)
    #expect(scene.token.signatures == before + 1)
  }

  @Test func `a hash released twice is signed twice, in two calls, and no third time`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1), Self.hash(1), Self.hash(2)], with: &passkey)
    for _ in 0..<2 { #expect(try await scene.sign(credential, sad, [Self.hash(1)]).status == 200) }
    let third = try await scene.sign(credential, sad, [Self.hash(1)])
    #expect(third.status == 400)
    #expect(third.json["error_description"]?.text?.hasPrefix("Hash is not authorized by the SAD") == true)
    #expect(try await scene.sign(credential, sad, [Self.hash(2)]).status == 200)
  }

  @Test func `nothing but what was released, by its client, in its time`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    let other = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    func refusal(_ reply: Scene.Reply) -> String { reply.json["error_description"]?.text ?? reply.text }

    #expect(refusal(try await scene.sign(credential, sad, [Self.hash(9)])).hasPrefix("Hash is not authorized"))
    #expect(
      refusal(try await scene.sign(credential, sad, [Self.hash(1), Self.hash(1)])).hasPrefix("Hash is not authorized"))
    #expect(refusal(try await scene.sign(other, sad, [Self.hash(1)])) == "Invalid parameter credentialID")
    #expect(refusal(try await scene.sign(credential, sad + "x", [Self.hash(1)])) == "Invalid parameter SAD")
    #expect(
      refusal(try await scene.sign(credential, sad, [Self.hash(1)], as: RemoteScene.otherApp))
        == "Invalid parameter SAD")
    #expect(
      refusal(try await scene.sign(credential, sad, [Self.hash(1)], algorithm: "1.2.840.113549.1.1.11"))
        == "Invalid parameter signAlgo")
    scene.wait(seconds: 300)
    #expect(refusal(try await scene.sign(credential, sad, [Self.hash(1)])) == "SAD expired")
    #expect(await scene.kinds().filter { $0 == "request-refused" }.count >= 3)
  }

  @Test(arguments: [
    "challenge", "origin", "rp", "uv", "counter", "signature", "type", "synced",
  ])
  func `an answer that is wrong releases nothing, and is on record`(_ what: String) async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let handle = try await scene.authorize(credential, [Self.hash(1)])
    var behaviour = SoftwarePasskey.Behaviour()
    switch what {
    case "challenge": behaviour.challenge = Self.hash(5)
    case "origin": behaviour.origin = "https://evil.example.test"
    case "rp": behaviour.relyingPartyID = "evil.example.test"
    case "uv": behaviour.userVerified = false
    case "counter": behaviour.counter = 0
    case "signature": behaviour.wrongSignature = true
    case "type": behaviour.type = "webauthn.create"
    default: behaviour.backupEligible = true
    }
    let refused = try await scene.consent(handle, with: &passkey, behaviour: behaviour)
    #expect(refused.status == 422)
    #expect(refused.errors.count == 1, "\(refused.errors)")
    #expect(try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)]).status == 202)
    #expect(await scene.kinds().last == "request-refused")
    // The right answer still does.
    #expect(try await scene.consent(handle, with: &passkey).status == 200)
  }

  @Test func `another's passkey releases nothing`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    _ = try await scene.credential(of: "mallory", more: ["name": .string("Mallory")])
    var passkey = try await scene.enrolPasskey(of: "mallory")
    let handle = try await scene.authorize(credential, [Self.hash(1)])
    let refused = try await scene.consent(handle, with: &passkey)
    #expect(refused.status == 422)
    #expect(refused.errors == ["etsi.ts_119_431_1.lnk-6-2-2-05.authenticator_of_another"])
  }

  @Test func `more signatures than the credential allows are refused`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential(more: ["multisign": .integer(1)])
    let reply = try await scene.csc(
      "credentials/authorize",
      [
        "credentialID": .string(credential), "numSignatures": .integer(2),
        "hashes": .array([1, 2].map { .string(Base64.encode(Self.hash($0))) }),
        "hashAlgorithmOID": .string("2.16.840.1.101.3.4.2.1"), "authData": .array([]),
      ])
    #expect(reply.status == 400)
    #expect(reply.json["error_description"]?.text == "Numbers of signatures is too high")
  }

  @Test func `a suspended credential signs nothing, and a destroyed one has no key`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    func set(_ status: String) async throws -> Scene.Reply {
      try await scene.send(
        "POST", "/remote/v1/credentials/\(credential)/status",
        .object(["schema": .integer(1), "status": .string(status), "reason": .string("asked")]),
        as: ConfigurationFolder.pipeline)
    }
    #expect(try await set("suspended").status == 200)
    let refused = try await scene.sign(credential, sad, [Self.hash(1)])
    #expect(refused.json["error_description"]?.text == "The credential identified by credentialID is disabled")
    #expect(try await set("enabled").status == 200)
    #expect(try await scene.sign(credential, sad, [Self.hash(1)]).status == 200)
    #expect(scene.token.keys == 1)
    #expect(try await set("destroyed").status == 200)
    #expect(scene.token.keys == 0)
    #expect(try await set("enabled").status == 409)
  }

  @Test func `only a client that may act alone names the signatory whose credentials it lists`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential()
    _ = try await scene.credential(of: "bob", more: ["name": .string("Bob")])
    let listed = try await scene.csc("credentials/list", ["userID": .string("alice")], as: RemoteScene.otherApp)
    #expect(listed.json["credentialIDs"] == .array([.string(credential)]), "\(listed.text)")
    let refused = try await scene.csc("credentials/list", ["userID": .string("alice")])
    #expect(refused.status == 400)
    #expect(refused.json["error_description"]?.text == "Invalid parameter userID")
    #expect(try await scene.csc("credentials/list", [:]).status == 400)
  }

  @Test func `an expired certificate stops its key`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential { $0.notAfter = Sample.time("2026-11-20T12:04:00Z") }
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    scene.wait(seconds: 241)
    let refused = try await scene.sign(credential, sad, [Self.hash(1)])
    #expect(refused.status == 400)
    #expect(refused.json["error_description"]?.text?.contains("xpired") == true, "\(refused.text)")
  }

  @Test func `a wrapped key signs as well, and is erased with its credential`() async throws {
    let scene = try RemoteScene()
    let credential = try await scene.credential(more: ["place": .string("wrapped")])
    var passkey = try await scene.enrolPasskey()
    let sad = try await scene.release(credential, [Self.hash(1)], with: &passkey)
    #expect(try await scene.sign(credential, sad, [Self.hash(1)]).status == 200)
    #expect(try await scene.store.kept("credential/\(credential)") != nil)
    let gone = try await scene.send(
      "POST", "/remote/v1/credentials/\(credential)/status",
      .object(["schema": .integer(1), "status": .string("destroyed"), "reason": .string("asked")]),
      as: ConfigurationFolder.pipeline)
    #expect(gone.status == 200)
    #expect(try await scene.store.kept("credential/\(credential)") == nil)
  }
}

extension RemoteScene {
  func kinds() async -> [String] {
    ((try? await store.records(from: 1, limit: 10_000)) ?? []).map(\.kind.rawValue)
  }
}
