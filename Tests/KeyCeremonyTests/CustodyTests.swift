import Cryptography
import DER
import Evidence
import Foundation
import PKCS11
import Records
import SecretSharing
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

@Suite struct CustodyTests {
  @Test func `a key is backed up to three custodians and comes back on another token by two of them`() async throws {
    let scene = try CustodyScene()
    let lines = try await scene.run(
      CustodySteps.generate() + CustodySteps.backup + CustodySteps.restore("restore", "[wanda, carl]"))
    #expect(lines.last(.ceremonyClosed) != nil)
    let made = try #require(lines.last(.keyGenerated))
    let restored = try #require(lines.last(.keyRestored))
    #expect(made["protection"]?.text == "wrapped-backup")
    #expect(made["attributes"]?["attributes"]?["CKA_WRAP_WITH_TRUSTED"]?.text == "true")
    #expect(made["attributes"]?["attributes"]?["CKA_EXTRACTABLE"]?.text == "true")
    #expect(restored["spkiSHA256"] == made["spkiSHA256"] && restored["publicKey"] == made["publicKey"])
    #expect(restored["attributes"]?["attributes"]?["CKA_LOCAL"]?.text == "false")
    #expect(restored["attributes"]?["attributes"]?["CKA_EXTRACTABLE"]?.text == "false")
    let backup = try #require(lines.last(.backupMade))
    #expect(backup["wrappingKeyTrusted"]?.text == "true" && backup["wrappingKeyWasInMemory"] == .bool(true))
    #expect(backup["wrappedSHA256"]?.text == Hash.digest(try scene.bench.bytes("ca.wrapped")).hex)
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
    #expect(try await scene.objects(scene.second) == ["private-key ca-restored", "public-key ca-restored"])
    // The proof verifies with the public key alone.
    let spki = try #require(restored["publicKey"]?.text.flatMap(Base64.decode))
    let message = try #require(restored["proof"]?["message"]?.text.flatMap(Base64.decode))
    let signature = try #require(restored["proof"]?["signature"]?.text.flatMap(Base64.decode))
    #expect(try PublicKey(spki: spki).verify(signature: signature, over: message, scheme: .ecdsa(.sha384)))
    // And the backup depends on nothing of ours.
    let key = try scene.recovered(["carl.share", "cora.share"])
    #expect(try await scene.openSSL("ca.wrapped", key) == spki)
    try nothingSecret(in: scene, key)
  }

  /// No word of a share that lies on a medium, and nothing of the key, is in the transcript or on the screen.
  private func nothingSecret(in scene: CustodyScene, _ key: [UInt8]) throws {
    let transcript = String(decoding: try scene.bench.bytes("transcript.jsonl"), as: UTF8.self)
    let hex = key.map { String(format: "%02x", $0) }.joined()
    for text in [transcript, scene.bench.shown] {
      for file in ["carl.share", "cora.share"] {
        let words = String(decoding: try scene.bench.bytes(file), as: UTF8.self)
        #expect(!text.contains(words.split(separator: " ").prefix(6).joined(separator: " ")))
        #expect(!text.contains(words.split(separator: " ").suffix(6).joined(separator: " ")))
      }
      #expect(!text.contains(hex) && !text.contains(Base64.encode(key)))
      #expect(!text.contains(Hash.digest(key).hex))
    }
    let mode = try FileManager.default.attributesOfItem(atPath: scene.bench.path("carl.share"))[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test func `a key that never leaves is not backed up by shares, and the wrapping key is off the token`() async throws
  {
    let scene = try CustodyScene()
    let error = try await scene.failure(CustodySteps.generate("never-extractable") + CustodySteps.backup)
    #expect(error.message.contains("the token does not give the key out: C_WrapKey returned CKR_KEY_UNEXTRACTABLE"))
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
    #expect(!scene.bench.exists("ca.wrapped") && !scene.bench.exists("carl.share"))
  }

  @Test func `without the security officer nobody trusts the wrapping key, and a guarded key stays`() async throws {
    let scene = try CustodyScene()
    let steps = CustodySteps.backup.replacing("    security-officer: { pin-file: $SO1 }\n", with: "")
    let error = try await scene.failure(CustodySteps.generate() + steps)
    #expect(error.message.contains("CKR_KEY_NOT_WRAPPABLE"))
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
  }

  @Test func `a rehearsal of the restoration leaves the token as it was`() async throws {
    let scene = try CustodyScene()
    let lines = try await scene.run(
      CustodySteps.generate() + CustodySteps.backup
        + CustodySteps.restore("restore-rehearsal", "[cora, wanda]")
        .replacing("{ carl: carl.share }", with: "{ cora: cora.share }"))
    let rehearsed = try #require(lines.last(.restoreRehearsed))
    #expect(rehearsed["spkiSHA256"] == lines.last(.keyGenerated)?["spkiSHA256"])
    #expect(rehearsed["destroyed"] == .bool(true))
    #expect(try await scene.objects(scene.second).isEmpty)
  }

  @Test func `too few shares, and a share that nobody can read, restore nothing`() async throws {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate() + CustodySteps.backup)
    let alone = try await scene.failure(CustodySteps.restore("restore", "[carl]"))
    #expect(alone.message.contains("the shares do not give a key: 1 shares given, 2 needed"))
    let typed = try await scene.failure(
      CustodySteps.restore(), transcript: "typed.jsonl", secrets: ["again": ["share-cora": "academic yoga"]])
    #expect(typed.message.contains("the share of Cora Example cannot be used: the share: has 2 words"))
    let twice = String(decoding: try scene.bench.bytes("carl.share"), as: UTF8.self)
    let doubled = try await scene.failure(
      CustodySteps.restore(), transcript: "twice.jsonl", secrets: ["again": ["share-cora": twice]])
    #expect(doubled.message.contains("share 1 was entered already"))
    #expect(try await scene.objects(scene.second).isEmpty)
  }

  @Test func `an altered file, and the public key of another, restore nothing`() async throws {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate() + CustodySteps.backup)
    let cora = String(decoding: try scene.bench.bytes("cora.share"), as: UTF8.self)
    let secrets = ["again": ["share-cora": cora]]
    let good = try scene.bench.bytes("ca.wrapped")
    var bad = good
    bad[9] ^= 1
    try Data(bad).write(to: URL(fileURLWithPath: scene.bench.path("ca.wrapped")))
    let altered = try await scene.failure(CustodySteps.restore(), transcript: "a.jsonl", secrets: secrets)
    #expect(altered.message.contains("does not open under this wrapping key"))
    try Data(good).write(to: URL(fileURLWithPath: scene.bench.path("ca.wrapped")))
    try scene.bench.write("ca.pub", try SoftwareKeys.new())
    let other = try await scene.failure(CustodySteps.restore(), transcript: "b.jsonl", secrets: secrets)
    #expect(other.kind != .store)
    #expect(try await scene.objects(scene.second).isEmpty)
  }

  @Test func `other custodians get shares of another key, and the old shares do not open the new file`() async throws {
    let scene = try CustodyScene()
    let lines = try await scene.run(CustodySteps.generate() + CustodySteps.backup)
    let old = try scene.recovered(["carl.share", "cora.share"])
    let spki = try #require(lines.last(.keyGenerated)?["publicKey"]?.text.flatMap(Base64.decode))
    let cora = String(decoding: try scene.bench.bytes("cora.share"), as: UTF8.self)
    let replaced = try await scene.run(
      """
        - id: new-people
          verb: replace-custodians
          token: two
          wrapped: ca.wrapped
          public-key: ca.pub
          old: { custodians: [carl, cora], read-shares-from: { carl: carl.share } }
          new: { custodians: [ada, sofia], threshold: 2, write-shares-to: { ada: ada.share, sofia: sofia.share } }
          security-officer: { pin-file: $SO2 }
          output: { wrapped: ca2.wrapped }
      """, transcript: "replace.jsonl", secrets: ["new-people": ["share-cora": cora]])
    let new = try scene.recovered(["ada.share", "sofia.share"])
    #expect(new != old)
    #expect(try await scene.openSSL("ca2.wrapped", new) == spki)
    await #expect(throws: ProcessFailure.self) { _ = try await scene.openSSL("ca2.wrapped", old) }
    #expect(try await scene.objects(scene.second).isEmpty)
    #expect(replaced.last(.backupMade)?["notProven"]?.elements?.count == 1)
  }

  @Test func `a destruction takes both halves, and says what nobody can prove`() async throws {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate() + CustodySteps.backup)
    let lines = try await scene.run(
      """
        - id: end
          verb: destroy-key
          token: one
          keys: [{ label: ca, public-key: ca.pub }]
          copies:
            - { what: the wrapped file, where: safe 1, accounted: destroyed }
            - { what: share 1, where: with Carl, accounted: destroyed }
      """, transcript: "destroy.jsonl", answers: ["end": ["copy-2": "unknown"]])
    let destroyed = try #require(lines.last(.keyDestroyed))
    #expect(destroyed["keys"]?.elements?.first?["privateObjects"] == .integer(1))
    #expect(
      destroyed["notProven"]?.elements?.compactMap(\.text) == [
        "share 1, with Carl: unknown", "that there are no other copies than those named",
        "that the device keeps nothing of an object that it says is destroyed",
      ])
    #expect(lines.filter { $0.record.kind == .inventoryTaken }.count == 2)
    #expect(try await scene.objects(scene.first).isEmpty)
  }

  @Test func `a key that is not the one of the certificate is not destroyed, nor one whose label is not typed`()
    async throws
  {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate())
    let steps = """
        - id: end
          verb: destroy-key
          token: one
          keys: [{ label: ca, public-key: ca.pub }]
          copies: []
      """
    let untyped = try await scene.failure(steps, answers: ["end": ["destroy-ca": "yes"]])
    #expect(untyped.message.contains("type ca exactly"))
    try scene.bench.write("ca.pub", try SoftwareKeys.new())
    let other = try await scene.failure(steps, transcript: "other.jsonl")
    #expect(other.message.contains("the key ca on the token is not the one of ca.pub"))
    #expect(try await scene.objects(scene.first) == ["private-key ca", "public-key ca"])
  }

  @Test func `a backup by the device's own means is evidence that people gave`() async throws {
    let scene = try CustodyScene()
    try scene.bench.write("log.txt", "backup done")
    let lines = try await scene.run(
      CustodySteps.generate("never-extractable") + """
          - id: own
            verb: backup
            token: one
            key: ca
            method: device
            statements: [The device was backed up to two cards]
            files: [log.txt]
          - id: said
            verb: attest-key
            token: one
            key: ca
            output: { statement: ca.json }
        """)
    let own = try #require(lines.last(.witnessed))
    #expect(own["statements"]?.elements?.first?["answer"]?.text == "yes")
    #expect(own["evidence"]?.elements?.count == 1)
    #expect(String(decoding: try scene.bench.bytes("ca.json"), as: UTF8.self).contains("\"CKA_LOCAL\":\"true\""))
  }
}
