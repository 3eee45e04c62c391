import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAModulusHasNoSmallFactorTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAModulusHasNoSmallFactor(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAModulusHasNoSmallFactor(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.smallFactor, "divisible by 31337")
    #expect(
      try judge(RSAModulusHasNoSmallFactor(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is divisible by 31337, must be without a prime factor up to 65537"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusHasNoSmallFactor(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
