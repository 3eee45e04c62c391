import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAModulusIsOddTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAModulusIsOdd(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAModulusIsOdd(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.evenModulus, "divisible by 2")
    #expect(
      try judge(RSAModulusIsOdd(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is divisible by 2, must be odd"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusIsOdd(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
