import Cryptography
import Evidence
import TestSupport
import Testing

struct DigestVerificationTests {
  private let message = Array("to be signed".utf8)

  struct Pairing: Sendable, CustomTestStringConvertible {
    let key: Result<TestKey, any Error>
    let scheme: SignatureScheme
    let salt: Int?
    var testDescription: String { "\(scheme), salt \(salt.map(String.init) ?? "none")" }
  }

  static let pairings: [Pairing] = HashAlgorithm.allCases.flatMap { hash in
    [
      Pairing(key: TestKeys.rsa2048, scheme: .rsaPKCS1(hash), salt: nil),
      Pairing(key: TestKeys.rsa2048, scheme: .rsaPSS(hash), salt: nil),
      Pairing(key: TestKeys.rsa2048, scheme: .rsaPSS(hash), salt: 0),
      Pairing(key: TestKeys.rsa2048, scheme: .rsaPSS(hash), salt: 254 - hash.byteCount),
      Pairing(key: TestKeys.p256, scheme: .ecdsa(hash), salt: nil),
      Pairing(key: TestKeys.p384, scheme: .ecdsa(hash), salt: nil),
    ]
  }

  @Test(arguments: pairings)
  func `a signature over a digest verifies, and no longer when digest, salt or signature differ`(
    pairing: Pairing
  ) throws {
    let key = try pairing.key.get().publicKey
    let form = MessageForm.digest(pssSaltLength: pairing.salt)
    let digest = Hash.digest(message, try #require(pairing.scheme.hash)).bytes
    let signature = try pairing.key.get().sign(digest, scheme: pairing.scheme, form: form)
    #expect(try key.verify(signature: signature, over: digest, scheme: pairing.scheme, form: form))
    var wrong = digest
    wrong[0] ^= 1
    #expect(try !key.verify(signature: signature, over: wrong, scheme: pairing.scheme, form: form))
    var altered = signature
    altered[signature.count / 2] ^= 1
    #expect(try !key.verify(signature: altered, over: digest, scheme: pairing.scheme, form: form))
    #expect(try !key.verify(signature: [], over: digest, scheme: pairing.scheme, form: form))
    guard case .rsaPSS = pairing.scheme else { return }
    for salt in [0, 1, 20, 32, 48, 64, 190] where salt != pairing.salt ?? digest.count {
      let other = MessageForm.digest(pssSaltLength: salt)
      #expect(try !key.verify(signature: signature, over: digest, scheme: pairing.scheme, form: other), "\(salt)")
    }
  }

  @Test func `a digest's signature is the message's, and the other way round`() throws {
    for pairing in Self.pairings where pairing.salt == nil {
      let key = try pairing.key.get()
      let digest = Hash.digest(message, try #require(pairing.scheme.hash)).bytes
      let form = MessageForm.digest(pssSaltLength: nil)
      let one = try key.sign(digest, scheme: pairing.scheme, form: form)
      #expect(try key.publicKey.verify(signature: one, over: message, scheme: pairing.scheme))
      let two = try key.sign(message, scheme: pairing.scheme)
      #expect(try key.publicKey.verify(signature: two, over: digest, scheme: pairing.scheme, form: form))
      #expect(try !key.publicKey.verify(signature: two, over: digest, scheme: pairing.scheme))
    }
  }

  @Test func `a form that cannot be is an error, not a mismatch`() throws {
    let digest = [UInt8](repeating: 1, count: 32)
    let cases: [(Result<TestKey, any Error>, SignatureScheme, [UInt8], Int?)] = [
      (TestKeys.ed25519, .ed25519, digest, nil), (TestKeys.p256, .ecdsa(.sha384), digest, nil),
      (TestKeys.rsa2048, .rsaPSS(.sha256), digest, 223), (TestKeys.rsa2048, .rsaPSS(.sha256), digest, -1),
      (TestKeys.rsa2048, .rsaPSS(.sha256), digest, -2), (TestKeys.rsa2048, .rsaPKCS1(.sha256), digest, 32),
    ]
    for (key, scheme, message, salt) in cases {
      let publicKey = try key.get().publicKey
      let form = MessageForm.digest(pssSaltLength: salt)
      let problem = try #require(form.problem(message: message, scheme: scheme, key: publicKey.facts))
      #expect(throws: CryptographyError.unusableForm(problem)) {
        try publicKey.verify(signature: [1], over: message, scheme: scheme, form: form)
      }
    }
  }
}
