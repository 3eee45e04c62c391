import Cryptography
import Evidence
import TestSupport
import Testing

struct VerificationTests {
  private let message = Array("to be signed".utf8)

  struct Pairing: Sendable, CustomTestStringConvertible {
    let name: String
    let key: Result<TestKey, any Error>
    let other: Result<TestKey, any Error>
    let scheme: SignatureScheme
    var testDescription: String { "\(name) \(scheme)" }
  }

  private static let otherRSA = Result { try TestKey(rsaBits: 2048) }

  static let pairings: [Pairing] =
    HashAlgorithm.allCases.flatMap { hash in
      [
        Pairing(name: "RSA", key: TestKeys.rsa2048, other: otherRSA, scheme: .rsaPKCS1(hash)),
        Pairing(name: "RSA", key: TestKeys.rsa2048, other: otherRSA, scheme: .rsaPSS(hash)),
      ]
        + EllipticCurve.allCases.filter { $0 != .frp256v1 }.map { curve in
          Pairing(
            name: curve.rawValue, key: Result { try TestKey(curve: curve) },
            other: Result { try TestKey(curve: curve) },
            scheme: .ecdsa(hash))
        }
    } + [
      Pairing(
        name: "Ed25519", key: TestKeys.ed25519, other: Result { try TestKey.ed25519() }, scheme: .ed25519),
      Pairing(
        name: "Ed448", key: Result { try TestKey.ed448() }, other: Result { try TestKey.ed448() }, scheme: .ed448),
    ]

  /// libcrypto makes no keys on this curve; key and signature were made by arithmetic of their own.
  @Test func `a signature on FRP256v1 verifies, and no longer when message or signature differ`() throws {
    let point = hexBytes(
      "04b3300ec0eea3140830de8b55b31647ae3737bbae6cb207e370481c6f14131120"
        + "490649ab7f0a864a044c7b528adf434057f800ccc84a6adfc0c1c77f74e3e5b0")
    let signature = hexBytes(
      "304402204f76b2031ae2b8cabab2b82e19df9755927976b49c8ba20200c62ea7e43581"
        + "9b0220139819b112875f314e9753eb660828bbb900ced622ebca8beef7df45c94b3115")
    let key = try PublicKey(curve: .frp256v1, uncompressedPoint: point)
    let message = Array("FRP256v1".utf8)
    #expect(try key.verify(signature: signature, over: message, scheme: .ecdsa(.sha256)))
    #expect(try !key.verify(signature: signature, over: message + [0], scheme: .ecdsa(.sha256)))
    #expect(try !key.verify(signature: signature.dropLast() + [0], over: message, scheme: .ecdsa(.sha256)))
  }

  @Test(arguments: pairings)
  func `a signature verifies, and no longer when message, signature or key differ`(pairing: Pairing) throws {
    let key = try pairing.key.get()
    let publicKey = try key.publicKey
    let signature = try key.sign(message, scheme: pairing.scheme)
    #expect(try publicKey.verify(signature: signature, over: message, scheme: pairing.scheme))
    #expect(try !publicKey.verify(signature: signature, over: message + [0], scheme: pairing.scheme))
    #expect(try !pairing.other.get().publicKey.verify(signature: signature, over: message, scheme: pairing.scheme))
    for place in [0, signature.count / 2, signature.count - 1] {
      var altered = signature
      altered[place] ^= 1
      #expect(try !publicKey.verify(signature: altered, over: message, scheme: pairing.scheme))
    }
    for wrong in [[], signature + [0], Array(signature.dropLast())] {
      #expect(try !publicKey.verify(signature: wrong, over: message, scheme: pairing.scheme))
    }
  }

  @Test func `a signature under another hash or padding does not verify`() throws {
    let rsa = try TestKeys.rsa2048.get()
    let signature = try rsa.sign(message, scheme: .rsaPKCS1(.sha256))
    for scheme: SignatureScheme in [.rsaPKCS1(.sha512), .rsaPKCS1(.sha3_256), .rsaPSS(.sha256)] {
      #expect(try !rsa.publicKey.verify(signature: signature, over: message, scheme: scheme))
    }
    let curve = try TestKeys.p256.get()
    let made = try curve.sign(message, scheme: .ecdsa(.sha256))
    #expect(try !curve.publicKey.verify(signature: made, over: message, scheme: .ecdsa(.sha3_256)))
  }

  @Test(arguments: [0, 20, 31, 33])
  func `a PSS salt of another length than the digest's is refused`(length: Int) throws {
    let key = try TestKeys.rsa2048.get()
    let signature = try key.sign(message, scheme: .rsaPSS(.sha256), saltLength: length)
    #expect(try !key.publicKey.verify(signature: signature, over: message, scheme: .rsaPSS(.sha256)))
  }

  @Test func `a scheme for another kind of key is an error`() throws {
    let wrong: [(Result<TestKey, any Error>, SignatureScheme)] = [
      (TestKeys.rsa2048, .ecdsa(.sha256)), (TestKeys.rsa2048, .ed25519), (TestKeys.p256, .rsaPKCS1(.sha256)),
      (TestKeys.p256, .rsaPSS(.sha256)), (TestKeys.p256, .ed25519), (TestKeys.ed25519, .ecdsa(.sha256)),
    ]
    for (key, scheme) in wrong {
      let publicKey = try key.get().publicKey
      #expect(throws: CryptographyError.schemeDoesNotFitKey(scheme)) {
        try publicKey.verify(signature: [1], over: message, scheme: scheme)
      }
    }
  }

  @Test func `an ECDSA signature has one encoding only`() throws {
    let key = try TestKeys.p256.get()
    let publicKey = try key.publicKey
    // A signature whose numbers have no leading zero byte, so that adding one is the only change.
    let signature = try key.sign(message, scheme: .ecdsa(.sha256))
    let r = Array(signature[4..<(4 + Int(signature[3]))])
    let s = Array(signature.dropFirst(4 + r.count + 2))
    func encode(_ r: [UInt8], _ s: [UInt8]) -> [UInt8] {
      let body = [2, UInt8(r.count)] + r + [2, UInt8(s.count)] + s
      return [0x30, UInt8(body.count)] + body
    }
    #expect(encode(r, s) == signature)
    let body = Array(signature[2...])
    let raw = (Array(r.suffix(32)), Array(s.suffix(32)))
    let wrong: [[UInt8]] = [
      encode([0] + r, s), encode(r, [0] + s), encode([0], s), encode(r, [0]), encode([0], [0]), encode([], s),
      [0x30, 0x81] + signature[1...], [0x30, 0x80] + body + [0, 0], [0x30, UInt8(body.count + 2)] + body + [5, 0],
      raw.0 + raw.1, encode([0x81] + r.dropFirst(), s),
    ]
    for signature in wrong {
      #expect(try !publicKey.verify(signature: signature, over: message, scheme: .ecdsa(.sha256)))
    }
  }

  @Test func `an RSA key whose signatures prove nothing is not used`() throws {
    let small = try TestKey(rsaBits: 1024)
    let signature = try small.sign(message, scheme: .rsaPKCS1(.sha256))
    let smallKey = try small.publicKey
    #expect(throws: CryptographyError.unsafeKey("RSA of 1024 bits; at least 2048 are required")) {
      try smallKey.verify(signature: signature, over: message, scheme: .rsaPKCS1(.sha256))
    }
    guard case .rsa(let modulus, _) = try TestKeys.rsa2048.get().publicKey.facts.kind else { throw TestFailure() }
    for exponent: [UInt8] in [[1], [2], [1, 0, 0], [UInt8](repeating: 0xFF, count: 33)] {
      let key = try PublicKey(rsaModulus: modulus, exponent: exponent)
      #expect(throws: CryptographyError.self) {
        try key.verify(signature: [1], over: message, scheme: .rsaPSS(.sha256))
      }
    }
  }

  @Test func `Ed25519 agrees with test 2 of RFC 8032 section 7_1`() throws {
    let key = try #require(Hex.decode("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
    let signature = try #require(
      Hex.decode(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
          + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"))
    let publicKey = try PublicKey(ed25519: key)
    #expect(try publicKey.verify(signature: signature, over: [0x72], scheme: .ed25519))
    #expect(try !publicKey.verify(signature: signature, over: [0x73], scheme: .ed25519))
  }

  @Test func `ECDSA agrees with the P-256 SHA-256 sample of RFC 6979 A_2_5`() throws {
    let point = try #require(
      Hex.decode(
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
          + "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"))
    let signature = try #require(
      Hex.decode(
        "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
          + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"))
    let key = try PublicKey(curve: .p256, uncompressedPoint: point)
    #expect(try key.verify(signature: signature, over: Array("sample".utf8), scheme: .ecdsa(.sha256)))
  }

  @Test func `one key verifies on many tasks at once`() async throws {
    let key = try TestKeys.p256.get()
    let publicKey = try key.publicKey
    let signature = try key.sign(message, scheme: .ecdsa(.sha256))
    let message = message
    let verdicts = await withTaskGroup(of: Bool?.self) { group in
      for index in 0..<64 {
        let text = index.isMultiple(of: 2) ? message : message + [1]
        group.addTask { try? publicKey.verify(signature: signature, over: text, scheme: .ecdsa(.sha256)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(verdicts.count { $0 == true } == 32)
    #expect(verdicts.count { $0 == false } == 32)
  }
}
