import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Cryptography

@Suite struct RSAExaminationTests {
  private static func kinds(_ modulus: [UInt8], _ exponent: [UInt8] = [1, 0, 1]) -> [KeyWeakness.Kind] {
    KeyFacts(examining: BadKeys.rsa(modulus: modulus, exponent: exponent)).weaknesses.map(\.kind)
  }

  @Test(arguments: [(512, 90), (768, 60), (1024, 45), (2048, 5)])
  func `nothing is found in keys as libcrypto makes them`(bits: Int, count: Int) throws {
    for _ in 0..<count {
      let facts = KeyFacts(examining: try SubjectPublicKeyInfo(der: TestKey(rsaBits: bits).spki))
      #expect(facts.weaknesses.isEmpty, "\(facts.weaknesses) of \(Hex.encode(facts.spki))")
      #expect(facts.examination == .thorough)
    }
  }

  @Test(arguments: [2, 3, 5, 7, 13, 31])
  func `a power of a number is one`(degree: Int) throws {
    // 2^127 - 1 is a prime; the prime after 2^64 is 2^64 + 13.
    let arithmetic = try Arithmetic()
    let base = degree > 7 ? [1, 0, 0, 0, 0, 0, 0, 0, 13] : [0x7F] + [UInt8](repeating: 0xFF, count: 15)
    let power = try arithmetic.power(try BigNumber(base), try BigNumber(UInt(degree)))
    #expect(Self.kinds(power.bytes).contains(.perfectPower))
    // Two more, and still odd.
    let other = try arithmetic.sum(power, try BigNumber(2))
    #expect(!Self.kinds(other.bytes).contains(.perfectPower))
  }

  @Test func `an even modulus, an even exponent and an exponent of 0`() throws {
    let odd = [UInt8](0...127).reversed() + [0x35]
    #expect(Self.kinds(Array(odd.dropLast() + [0x34])).contains(.evenModulus))
    #expect(!Self.kinds(Array(odd)).contains(.evenModulus))
    #expect(Self.kinds(Array(odd), [1, 0, 0]).contains(.unusableExponent))
    #expect(Self.kinds(Array(odd), []).contains(.unusableExponent))
    #expect(!Self.kinds(Array(odd), [3]).contains(.unusableExponent))
  }

  @Test func `every small prime is found in moduli of every length`() throws {
    let arithmetic = try Arithmetic()
    for (index, prime) in SmallNumbers.primes.dropFirst().enumerated() where index % 97 == 0 || prime > 65_500 {
      let cofactor = try BigNumber(powerOfTwo: [64, 1000, 2047, 4096, 8200][index % 5])
      let odd = try arithmetic.sum(cofactor, try BigNumber(1))
      let product = try arithmetic.product(odd, try BigNumber(UInt(prime)))
      #expect(SmallFactors.upTo65537.divisors(of: Limbs(product.bytes), limit: 9999).contains(prime))
      let next = try arithmetic.sum(product, try BigNumber(1))
      #expect(!SmallFactors.upTo65537.divisors(of: Limbs(next.bytes), limit: 9999).contains(prime))
    }
  }

  @Test func `divisors are those that division finds`() throws {
    for length in [1, 7, 8, 9, 255, 256, 512, 513, 1100] {
      let limbs = Limbs([0xA7] + (try SecureRandom.bytes(length)))
      let expected = SmallNumbers.primes.dropFirst().filter { limbs.remainder($0) == 0 }
      #expect(SmallFactors.upTo65537.divisors(of: limbs, limit: 9999) == expected)
      #expect(SmallFactors.upTo8192.divisors(of: limbs, limit: 9999) == expected.filter { $0 < 8192 })
    }
  }

  @Test func `a quick examination leaves out the prime modulus and says so`() throws {
    // 2^521 - 1
    let mersenne = [0x01] + [UInt8](repeating: 0xFF, count: 65)
    let info = BadKeys.rsa(modulus: mersenne, exponent: [1, 0, 1])
    let quick = KeyFacts(examining: info, depth: .quick)
    #expect(quick.examination == .quick && !quick.weaknesses.contains { $0.kind == .primeModulus })
    #expect(KeyFacts(examining: info).weaknesses.contains { $0.kind == .primeModulus })
  }

  @Test func `a key that was not examined lists nothing`() {
    let facts = KeyFacts(examining: BadKeys.rsa(modulus: [15], exponent: [1]), depth: .none)
    #expect(facts.examination == .none && facts.weaknesses.isEmpty)
  }

  @Test func `a factor in common with another modulus is found, the same modulus is not`() throws {
    func mersenne(_ bits: Int) throws -> BigNumber {
      try Arithmetic().difference(try BigNumber(powerOfTwo: bits), try BigNumber(1))
    }
    let (p, q, r, s) = try (mersenne(521), mersenne(607), mersenne(1279), mersenne(127))
    let arithmetic = try Arithmetic()
    let key = try arithmetic.product(p, q).bytes
    let (sharing, strange) = try (arithmetic.product(q, r).bytes, arithmetic.product(r, s).bytes)
    #expect(try SharedFactors.weakness(of: key, among: [key, strange]) == nil)
    let weakness = try SharedFactors.weakness(of: key, among: [strange, key, sharing])
    #expect(weakness?.kind == .sharedFactor)
    #expect(weakness?.evidence.hasPrefix("a factor of 607 bits shared") == true)
    // Both factors: the product of the others is 0 modulo the key.
    let both = try arithmetic.product(p, r).bytes
    #expect(try SharedFactors.weakness(of: key, among: [sharing, both]) != nil)
  }

  @Test func `a listed key is found by its digest`() throws {
    let info = try TestKeys.p256.get().publicKey.facts
    let text = "# test\n\(info.spkiSHA256.hex)\texample key\tRFC 9500\t2026-01-01\n"
    let facts = KeyFacts(
      examining: try SubjectPublicKeyInfo(der: info.spki), known: try KnownWeakKeys(text: text))
    #expect(facts.weaknesses.map(\.kind) == [.published])
    #expect(facts.weaknesses.map(\.evidence) == ["example key, listed 2026-01-01T00:00:00Z after RFC 9500"])
  }
}

@Suite struct CurveExaminationTests {
  private static func weaknesses(_ info: SubjectPublicKeyInfo) -> [KeyWeakness] {
    KeyFacts(examining: info).weaknesses
  }

  private static let generator = hexBytes(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ece"
      + "cbb6406837bf51f5")

  @Test func `the base point is the key of 1`() throws {
    #expect(
      Self.weaknesses(BadKeys.ec(.p256, Self.generator)) == [
        KeyWeakness(.guessablePrivateKey, evidence: "the private key is 1, or the order less that")
      ])
  }

  @Test func `a small coordinate`() throws {
    let point = hexBytes(
      "04" + String(repeating: "0", count: 63) + "5"
        + "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc")
    #expect(Self.weaknesses(BadKeys.ec(.p256, point)).map(\.kind) == [.smallCoordinate])
  }

  @Test func `a point beside the curve, the point at infinity, a compressed one`() throws {
    var beside = Self.generator
    beside[64] ^= 1
    #expect(Self.weaknesses(BadKeys.ec(.p256, beside)).map(\.kind) == [.pointOffCurve])
    #expect(Self.weaknesses(BadKeys.ec(.p256, [0])).map(\.kind) == [.pointAtInfinity])
    #expect(Self.weaknesses(BadKeys.ec(.p256, [3] + Self.generator[1...32])).map(\.kind) == [.malformed])
  }

  @Test(arguments: EllipticCurve.allCases.filter { $0 != .frp256v1 })
  func `nothing is found in keys as libcrypto makes them`(curve: EllipticCurve) throws {
    for _ in 0..<5 {
      #expect(Self.weaknesses(try SubjectPublicKeyInfo(der: TestKey(curve: curve).spki)).isEmpty)
    }
  }

  @Test func `FRP256v1 is read, and its base point is the key of 1`() throws {
    let parameters = try #require(CurveParameters(.frp256v1))
    let facts = KeyFacts(examining: BadKeys.ec(.frp256v1, parameters.generator))
    #expect(facts.kind == .ec(.frp256v1))
    #expect(facts.weaknesses.map(\.kind) == [.guessablePrivateKey])
    var beside = parameters.generator
    beside[64] ^= 1
    #expect(Self.weaknesses(BadKeys.ec(.frp256v1, beside)).map(\.kind) == [.pointOffCurve])
  }

  @Test func `Edwards points of small order, and whole ones`() throws {
    let one = [1] + [UInt8](repeating: 0, count: 31)
    func edwards(_ oid: ObjectIdentifier, _ key: [UInt8]) -> SubjectPublicKeyInfo {
      SubjectPublicKeyInfo(algorithm: AlgorithmIdentifier(oid), key: BitString(bytes: key))
    }
    #expect(Self.weaknesses(edwards(.ed25519, one)).map(\.kind) == [.smallOrder])
    #expect(Self.weaknesses(edwards(.ed25519, [1, 2, 3])).map(\.kind) == [.malformed])
    for y in [[0], [1], [0xFE] + [UInt8](repeating: 0xFF, count: 27) + [0xFE] + [UInt8](repeating: 0xFF, count: 27)] {
      let key = y + [UInt8](repeating: 0, count: 57 - y.count)
      #expect(Self.weaknesses(edwards(.ed448, key)).map(\.kind) == [.smallOrder])
    }
    for key in [try TestKey.ed448(), try TestKeys.ed25519.get()] {
      #expect(Self.weaknesses(try SubjectPublicKeyInfo(der: key.spki)).isEmpty)
    }
  }
}
