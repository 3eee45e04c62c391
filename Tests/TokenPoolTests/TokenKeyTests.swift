import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@Suite struct TokenKeyTests {
  private static let now = Instant(seconds: 1_795_132_800)
  /// CKA_EC_PARAMS and CKA_EC_POINT of a public key that no token generated: the generator of P-256.
  private static let p256: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]
  private static let generator: [UInt8] =
    [0x04] + [
      0x6B, 0x17, 0xD1, 0xF2, 0xE1, 0x2C, 0x42, 0x47, 0xF8, 0xBC, 0xE6, 0xE5, 0x63, 0xA4, 0x40, 0xF2,
      0x77, 0x03, 0x7D, 0x81, 0x2D, 0xEB, 0x33, 0xA0, 0xF4, 0xA1, 0x39, 0x45, 0xD8, 0x98, 0xC2, 0x96,
      0x4F, 0xE3, 0x42, 0xE2, 0xFE, 0x1A, 0x7F, 0x9B, 0x8E, 0xE7, 0xEB, 0x4A, 0x7C, 0x0F, 0x9E, 0x16,
      0x2B, 0xCE, 0x33, 0x57, 0x6B, 0x31, 0x5E, 0xCE, 0xCB, 0xB6, 0x40, 0x68, 0x37, 0xBF, 0x51, 0xF5,
    ]

  /// Writes to a token behind the pool's back; the pool keeps the process logged in.
  private func plant(_ templates: [[Attribute]], on token: SoftHSM.Token) throws {
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
    for template in templates { _ = try session.create(template + [Attribute(.token, true)]) }
  }

  private func publicKey(id: [UInt8]) -> [Attribute] {
    [
      Attribute(.publicKey), Attribute(.keyType, number: KeyType.ec.rawValue), Attribute(.id, id),
      Attribute(.ecParameters, Self.p256), Attribute(.ecPoint, [0x04, 0x41] + Self.generator),
    ]
  }

  /// The private key of the generator is 1.
  private func privateKey(id: [UInt8]) -> [Attribute] {
    [
      Attribute(.privateKey), Attribute(.keyType, number: KeyType.ec.rawValue), Attribute(.id, id),
      Attribute(.isPrivate, true), Attribute(.sensitive, true), Attribute(.extractable, false),
      Attribute(.sign, true), Attribute(.ecParameters, Self.p256),
      Attribute(.value, [UInt8](repeating: 0, count: 31) + [1]),
    ]
  }

  private func plantedSPKI() throws -> [UInt8] {
    try PublicKey(curve: .p256, uncompressedPoint: Self.generator).facts.spki
  }

  private func refusal(_ pool: TokenPool, _ identity: KeyIdentity) async -> String {
    do throws(TokenPoolError) {
      _ = try await pool.sign(key: identity, scheme: .ecdsa(.sha256), message: [1])
      return "signed"
    } catch {
      return error.description
    }
  }

  @Test func `two objects with one CKA_ID are refused`() async throws {
    let (pool, token) = try makePool()
    let pair = try await pool.generateKeyPair(.ec(.p256), label: "key", id: [1])
    try plant([publicKey(id: [1])], on: token)
    #expect(
      await refusal(pool, pair.identity)
        == "the key on the token is not the one asked for: 1 private and 2 public keys have CKA_ID 01")
    try plant([privateKey(id: [1])], on: token)
    #expect(
      await refusal(pool, pair.identity)
        == "the key on the token is not the one asked for: 2 private and 2 public keys have CKA_ID 01")
    pool.stop()
  }

  @Test func `the public key of another pair under the CKA_ID is refused`() async throws {
    let (pool, _) = try makePool()
    let one = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1])
    let two = try await pool.generateKeyPair(.ec(.p256), label: "two", id: [2])
    let mixed = KeyIdentity(ckaID: one.identity.ckaID, spkiSHA256: two.identity.spkiSHA256)
    #expect(
      await refusal(pool, mixed)
        == "the key on the token is not the one asked for: "
        + "the public key with CKA_ID 01 is \(one.identity.spkiSHA256)")
    #expect(await refusal(pool, one.identity) == "signed")
    pool.stop()
  }

  @Test func `a label or a CKA_ID that is taken is refused, and no key is made`() async throws {
    let (pool, _) = try makePool()
    _ = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1])
    await #expect(throws: TokenPoolError.keyIsNotTheOne("an object with the label one is there already")) {
      _ = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [2])
    }
    await #expect(throws: TokenPoolError.keyIsNotTheOne("an object with the CKA_ID 01 is there already")) {
      _ = try await pool.generateKeyPair(.ec(.p256), label: "two", id: [1])
    }
    #expect(try await pool.keyPairs(label: "one").count == 1)
    #expect(try await pool.keyPairs(label: "two").isEmpty)
    #expect(try await !pool.hasObject(label: "two", id: [2]))
    #expect(try await pool.hasObject(label: "one", id: [2]))
    #expect(try await pool.hasObject(label: "two", id: [1]))
    pool.stop()
  }

  @Test(arguments: [KeyPairKind.ec(.p384), .rsa(bits: 2048), .ed25519])
  func `a generated key reads as born inside and never out`(kind: KeyPairKind) async throws {
    let (pool, token) = try makePool()
    let pair = try await pool.generateKeyPair(kind, label: "key", id: [1])
    let found = try #require(try await pool.liveAttributes(spki: pair.spki, at: Self.now))
    #expect(found.local == .yes)
    #expect(found.sensitive == .yes)
    #expect(found.alwaysSensitive == .yes)
    #expect(found.neverExtractable == .yes)
    #expect(found.extractable == .no)
    #expect(found.generationMechanism != nil)
    #expect(found.hardwareSlot == .no)
    #expect(found.tokenLabel == token.label)
    #expect(found.device.serial == pool.token.serial)
    #expect(found.spki == pair.spki)
    #expect(found.readAt == Self.now)
    pool.stop()
  }

  @Test func `an imported key reads as not born inside`() async throws {
    let (pool, token) = try makePool()
    try plant([privateKey(id: [9]), publicKey(id: [9])], on: token)
    let found = try #require(try await pool.liveAttributes(spki: try plantedSPKI(), at: Self.now))
    #expect(found.local == .no)
    #expect(found.alwaysSensitive == .no)
    #expect(found.neverExtractable == .no)
    #expect(found.extractable == .no)
    #expect(found.generationMechanism == nil)
    pool.stop()
  }

  @Test func `a public key planted beside a generated private key does not borrow its birth`() async throws {
    let (pool, token) = try makePool()
    let pair = try await pool.generateKeyPair(.ec(.p256), label: "key", id: [1])
    try plant([publicKey(id: [1])], on: token)
    let found = try await pool.liveAttributes(spki: try plantedSPKI(), at: Self.now)
    #expect(found?.local == .no)
    #expect(try await pool.liveAttributes(spki: pair.spki, at: Self.now)?.local == .yes)
    pool.stop()
  }

  @Test func `of a key that is not there, or only by half, nothing is said`() async throws {
    let (pool, token) = try makePool()
    #expect(try await pool.liveAttributes(spki: try plantedSPKI(), at: Self.now) == nil)
    try plant([publicKey(id: [9])], on: token)
    #expect(try await pool.liveAttributes(spki: try plantedSPKI(), at: Self.now) == nil)
    await #expect(throws: TokenPoolError.self) { _ = try await pool.liveAttributes(spki: [0x30], at: Self.now) }
    pool.stop()
  }

  @Test func `a key that was destroyed is not found, and the others still sign`() async throws {
    let (pool, token) = try makePool(lanes: 1)
    let one = try await pool.generateKeyPair(.ec(.p256), label: "one", id: [1])
    let two = try await pool.generateKeyPair(.ec(.p256), label: "two", id: [2])
    #expect(await refusal(pool, two.identity) == "signed")
    do {
      let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
      for object in try session.find([Attribute(.id, [1])]) { try session.destroy(object) }
    }
    #expect(await refusal(pool, one.identity) == "no such key on the token: no private key with CKA_ID 01")
    #expect(await refusal(pool, two.identity) == "signed")
    pool.stop()
  }
}

@Suite struct DigestTests {
  private static let cases: [(EllipticCurve, HashAlgorithm)] = [
    (.p256, .sha512), (.p256, .sha384), (.p384, .sha512), (.p384, .sha256), (.brainpoolP256r1, .sha3_512),
  ]

  @Test(arguments: cases) func `a digest of another length than the curve's order verifies`(
    curve: EllipticCurve, hash: HashAlgorithm
  ) async throws {
    let (pool, _) = try makePool()
    let pair = try await pool.generateKeyPair(.ec(curve), label: "key", id: [1])
    let signature = try await pool.sign(key: pair.identity, scheme: .ecdsa(hash), message: [1, 2, 3])
    #expect(try PublicKey(spki: pair.spki).verify(signature: signature, over: [1, 2, 3], scheme: .ecdsa(hash)))
    pool.stop()
  }
}
