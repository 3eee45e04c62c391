import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAFactorsAreItsOwnTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAFactorsAreItsOwn(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAFactorsAreItsOwn(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(
      .sharedFactor, "a factor of 1024 bits shared with the modulus of SHA-256 00")
    #expect(
      try judge(RSAFactorsAreItsOwn(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is a factor of 1024 bits shared with the modulus of SHA-256 00, must be no factor in common with another key"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAFactorsAreItsOwn(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
