import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAPrivateExponentIsLongTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAPrivateExponentIsLong(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAPrivateExponentIsLong(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(
      .smallPrivateExponent, "a private exponent of 17 bits, found by Wiener's method")
    #expect(
      try judge(RSAPrivateExponentIsLong(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is a private exponent of 17 bits, found by Wiener's method, must be a private exponent of more than half the bits of the modulus"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAPrivateExponentIsLong(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
