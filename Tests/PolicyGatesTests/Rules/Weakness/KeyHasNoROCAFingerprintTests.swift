import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyHasNoROCAFingerprintTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(KeyHasNoROCAFingerprint(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(KeyHasNoROCAFingerprint(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.rocaFingerprint, "65537^7 modulo the product of the primes up to 167")
    #expect(
      try judge(KeyHasNoROCAFingerprint(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is 65537^7 modulo the product of the primes up to 167, must be a modulus that is no power of 65537"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(KeyHasNoROCAFingerprint(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
