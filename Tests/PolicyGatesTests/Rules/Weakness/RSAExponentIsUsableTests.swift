import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAExponentIsUsableTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAExponentIsUsable(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAExponentIsUsable(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.unusableExponent, "exponent 1")
    #expect(
      try judge(RSAExponentIsUsable(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is exponent 1, must be odd, from 3 to the modulus"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAExponentIsUsable(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
