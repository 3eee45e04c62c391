import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAModulusIsNoPolynomialTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAModulusIsNoPolynomial(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAModulusIsNoPolynomial(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.sparseModulus, "10 bits are zero in each word of 32 bits")
    #expect(
      try judge(RSAModulusIsNoPolynomial(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is 10 bits are zero in each word of 32 bits, must be a product of two random primes"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusIsNoPolynomial(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
