import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAModulusIsBalancedTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAModulusIsBalanced(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAModulusIsBalanced(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.unevenBits, "2627 ones among 4096 bits")
    #expect(
      try judge(RSAModulusIsBalanced(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is 2627 ones among 4096 bits, must be about as many ones as zeros"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusIsBalanced(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
