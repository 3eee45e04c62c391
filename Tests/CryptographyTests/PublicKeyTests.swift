import Cryptography
import DER
import Evidence
import TestSupport
import Testing

struct PublicKeyTests {
  private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

  /// The generator of P-256 (SEC 2), with its SubjectPublicKeyInfo header.
  private static let p256Header = "3059301306072a8648ce3d020106082a8648ce3d030107034200"
  private static let p256Generator =
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"

  @Test func `a key built from its parts has the same SubjectPublicKeyInfo`() throws {
    let rsa = try TestKeys.rsa2048.get().publicKey
    guard case .rsa(let modulus, let exponent) = rsa.facts.kind else { throw TestFailure() }
    #expect(exponent == [1, 0, 1])
    #expect(rsa.facts.bits == 2048)
    #expect(try PublicKey(rsaModulus: [0] + modulus, exponent: [0, 1, 0, 1]).facts == rsa.facts)

    for curve in EllipticCurve.allCases where curve != .frp256v1 {
      let key = try TestKey(curve: curve).publicKey
      let point = Array(key.facts.spki.suffix(1 + 2 * ((curve.bits + 7) / 8)))
      #expect(key.facts.kind == .ec(curve))
      #expect(try PublicKey(curve: curve, uncompressedPoint: point).facts == key.facts)
    }
    let edwards = try TestKeys.ed25519.get().publicKey
    #expect(edwards.facts.kind == .ed25519)
    #expect(try PublicKey(ed25519: Array(edwards.facts.spki.suffix(32))).facts == edwards.facts)
  }

  @Test func `the digest is that of the whole SubjectPublicKeyInfo`() throws {
    let facts = try PublicKey(spki: try bytes(Self.p256Header + Self.p256Generator)).facts
    #expect(facts.spkiSHA256 == Hash.digest(facts.spki, .sha256))
  }

  @Test func `a point off the curve is refused`() throws {
    var point = try bytes(Self.p256Generator)
    _ = try PublicKey(curve: .p256, uncompressedPoint: point)
    point[64] ^= 1
    #expect(throws: CryptographyError.self) { try PublicKey(curve: .p256, uncompressedPoint: point) }
    #expect(throws: CryptographyError.self) { try PublicKey(spki: try bytes(Self.p256Header) + point) }
    #expect(throws: CryptographyError.self) {
      try PublicKey(curve: .brainpoolP256r1, uncompressedPoint: try bytes(Self.p256Generator))
    }
  }

  @Test func `infinity, compressed, hybrid and short points are refused`() throws {
    let generator = try bytes(Self.p256Generator)
    let wrong: [[UInt8]] = [[], [0], [3] + generator[1...32], [7] + generator[1...], [4] + generator[1...63]]
    for point in wrong {
      #expect(throws: CryptographyError.self) { try PublicKey(curve: .p256, uncompressedPoint: point) }
    }
    let compressed = "3039301306072a8648ce3d020106082a8648ce3d030107032200"
    #expect(throws: CryptographyError.self) {
      try PublicKey(spki: try bytes(compressed) + [3] + generator[1...32])
    }
    #expect(throws: CryptographyError.self) {
      try PublicKey(curve: .p256, uncompressedPoint: [4] + [UInt8](repeating: 0, count: 64))
    }
  }

  @Test func `a coordinate beyond the field is refused`() throws {
    let prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
    #expect(throws: CryptographyError.self) {
      try PublicKey(curve: .p256, uncompressedPoint: [4] + bytes(prime) + bytes(Self.p256Generator).suffix(32))
    }
  }

  @Test(.needsVectors) func `explicit curve parameters are refused`() throws {
    let pem = String(decoding: try Vectors.bytes("corpora/badkeys/ecdsa-explicit-pub.key"), as: UTF8.self)
    let block = try #require(pem.firstRange(of: "-----BEGIN").map { pem[$0.lowerBound...] })
    #expect(
      throws: CryptographyError.malformedKey("a curve must be given by name, not by parameters (RFC 5480, 2.1.1)")
    ) { try KeyFacts(spki: PEM(String(block), label: "PUBLIC KEY").bytes) }
  }

  @Test func `RSA without NULL parameters is refused`() throws {
    // modulus 0xC5, exponent 3: RSAPublicKey 30 07 02 02 00 C5 02 01 03
    let key = "300702020000c5020103".replacing("020000", with: "0200")
    let withNull = "301b300d06092a864886f70d0101010500030a00" + key
    let absent = "3019300b06092a864886f70d010101030a00" + key
    #expect(try KeyFacts(spki: bytes(withNull)).kind == .rsa(modulus: [0xC5], exponent: [3]))
    #expect(throws: CryptographyError.malformedKey("RSA parameters must be NULL (RFC 3279, 2.3.1)")) {
      try PublicKey(spki: bytes(absent))
    }
  }

  @Test func `any other encoding of a good key is refused`() throws {
    let good = try bytes(Self.p256Header + Self.p256Generator)
    _ = try PublicKey(spki: good)
    var unusedBits = good
    unusedBits[25] = 1
    let longLength = [0x30, 0x81] + good[1...]
    for spki in [good + [0], Array(good.dropLast()), [], unusedBits, Array(longLength), [0x30, 0x80]] {
      #expect(throws: CryptographyError.self) { try PublicKey(spki: spki) }
      #expect(throws: CryptographyError.self) { try KeyFacts(spki: spki) }
    }
  }

  @Test func `a key that is not whole bytes is refused`() throws {
    let key = [UInt8](repeating: 0x22, count: 32)
    _ = try PublicKey(spki: bytes("302a300506032b6570032100") + key)
    #expect(throws: CryptographyError.malformedKey("the SubjectPublicKeyInfo is not in its canonical encoding")) {
      try PublicKey(spki: bytes("302a300506032b6570032101") + key)
    }
  }

  @Test func `a kind that no policy takes has facts and no key`() throws {
    let koblitz = try TestKey(curveNamed: "secp256k1").spki
    #expect(throws: CryptographyError.unsupportedKey(dottedOID: "1.3.132.0.10")) { try PublicKey(spki: koblitz) }
    #expect(try KeyFacts(spki: koblitz).kind == .other(dottedOID: "1.3.132.0.10"))
    let x25519 = try bytes("302a300506032b656e032100") + [UInt8](repeating: 9, count: 32)
    #expect(try KeyFacts(spki: x25519).kind == .other(dottedOID: "1.3.101.110"))
  }

  @Test(
    arguments: [
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000080",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "00",
    ])
  func `an Ed25519 key that proves nothing is refused`(hex: String) throws {
    #expect(throws: CryptographyError.self) { try PublicKey(ed25519: bytes(hex)) }
  }

  @Test func `RSA of zero or over 16384 bits is refused`() {
    #expect(throws: CryptographyError.self) { try PublicKey(rsaModulus: [0], exponent: [3]) }
    #expect(throws: CryptographyError.self) { try PublicKey(rsaModulus: [5], exponent: [0]) }
    #expect(throws: CryptographyError.self) {
      try PublicKey(rsaModulus: [UInt8](repeating: 0xFF, count: 2049), exponent: [1, 0, 1])
    }
  }
}

struct TestFailure: Error {}
