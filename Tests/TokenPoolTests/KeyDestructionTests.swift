import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct KeyDestructionTests {
  private func refusal(_ pool: TokenPool, _ identity: KeyIdentity) async -> String {
    do throws(TokenPoolError) {
      _ = try await pool.sign(key: identity, scheme: .ecdsa(.sha256), message: [1])
      return "signed"
    } catch {
      return error.description
    }
  }

  private func session<Value>(_ token: SoftHSM.Token, _ body: (borrowing Session) throws -> Value) throws -> Value {
    try body(try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true))
  }

  @Test func `a key that was destroyed signs nowhere, on no lane, and the token goes on`() async throws {
    let (pool, token) = try makePool(lanes: 2)
    let one = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1], for: .signatories)
    let two = try await pool.generateKeyPair(.ec(.p256), label: "two", id: [2])
    // Both lanes have handles of both.
    for _ in 1...4 {
      async let signatures = [refusal(pool, one.identity), refusal(pool, two.identity)]
      async let more = [refusal(pool, two.identity), refusal(pool, one.identity)]
      #expect(await Set(signatures + more) == ["signed"])
    }
    let destroyed = try await pool.destroyKeyPair(one.identity)
    #expect(destroyed.privateKeys == 1 && destroyed.publicKeys == 1 && destroyed.left == 0 && destroyed.isComplete)
    for _ in 1...8 {
      #expect(await refusal(pool, one.identity) == "no such key on the token: the key with CKA_ID 01 was destroyed")
      #expect(await refusal(pool, two.identity) == "signed")
    }
    #expect(pool.status.isReady)
    #expect(try session(token) { try $0.find([Attribute(.id, [1])]) }.isEmpty)
    #expect(try session(token) { try $0.find([Attribute(.id, [2])]) }.count == 2)
    pool.stop()
  }

  @Test func `a destruction that was broken off is carried on, and one that is done is done again`() async throws {
    let (pool, token) = try makePool()
    let pair = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1])
    try session(token) { session in
      for object in try session.find([Attribute(.privateKey), Attribute(.id, [1])]) { try session.destroy(object) }
    }
    let rest = try await pool.destroyKeyPair(pair.identity)
    #expect(rest.privateKeys == 0 && rest.publicKeys == 1 && rest.isComplete)
    let nothing = try await pool.destroyKeyPair(pair.identity)
    #expect(nothing.privateKeys == 0 && nothing.publicKeys == 0 && nothing.isComplete)
    pool.stop()
  }

  @Test func `what may be somebody else's is not destroyed`() async throws {
    let (pool, token) = try makePool()
    let one = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1])
    let two = try await pool.generateKeyPair(.ec(.p256), label: "two", id: [2])
    let mixed = KeyIdentity(ckaID: [1], spkiSHA256: two.identity.spkiSHA256)
    await #expect(
      throws: TokenPoolError.keyIsNotTheOne("the public key with CKA_ID 01 is \(one.identity.spkiSHA256)")
    ) { _ = try await pool.destroyKeyPair(mixed) }
    await #expect(throws: TokenPoolError.self) {
      _ = try await pool.destroyKeyPair(KeyIdentity(ckaID: [], spkiSHA256: one.identity.spkiSHA256))
    }
    #expect(await refusal(pool, one.identity) == "signed")
    try session(token) { session in
      for object in try session.find([Attribute(.publicKey), Attribute(.id, [2])]) { try session.destroy(object) }
    }
    await #expect(
      throws: TokenPoolError.keyIsNotTheOne("the private key with CKA_ID 02 has no public half to know it by")
    ) { _ = try await pool.destroyKeyPair(two.identity) }
    #expect(try session(token) { try $0.find([Attribute(.privateKey)]) }.count == 2)
    pool.stop()
  }

  @Test func `what is left with the CKA_ID is told`() async throws {
    let (pool, token) = try makePool()
    let pair = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1])
    try session(token) { session in
      _ = try session.generateKey(
        Mechanism(.aesKeyGeneration),
        [
          Attribute(.secretKey), Attribute(.keyType, number: KeyType.aes.rawValue), Attribute(.id, [1]),
          Attribute(.valueLength, number: 32), Attribute(.token, true),
        ])
    }
    let destroyed = try await pool.destroyKeyPair(pair.identity)
    #expect(destroyed.left == 1 && !destroyed.isComplete)
    pool.stop()
  }

  @Test func `the private half goes first, and a half that fails is carried on the next time`() async throws {
    let with = try await StubPool(lanes: 1)
    // The public half.
    with.stub.set("undestroyable", 2)
    await #expect(throws: TokenPoolError.self) { _ = try await with.pool.destroyKeyPair(with.key) }
    #expect(with.stub.calls("C_DestroyObject") == 2)
    #expect(await with.outcome() == "no such key on the token: the key with CKA_ID 01 was destroyed")
    with.stub.set("undestroyable", 0)
    let destroyed = try await with.pool.destroyKeyPair(with.key)
    #expect(destroyed.privateKeys == 0 && destroyed.publicKeys == 1 && destroyed.isComplete)
    with.pool.stop()
  }

  @Test func `a token that is lost after its only key was destroyed comes back without it`() async throws {
    let with = try await StubPool(lanes: 1)
    #expect(await with.outcome() == "signed")
    _ = try await with.pool.destroyKeyPair(with.key)
    with.stub.fail("C_FindObjectsInit", code: 0x32, times: 1)
    await #expect(throws: TokenPoolError.self) { _ = try await with.pool.hasObject(label: "x", id: [5]) }
    #expect(await eventually { with.pool.status.isReady })
    #expect(try await !with.pool.hasObject(label: "x", id: [5]))
    with.pool.stop()
  }
}
