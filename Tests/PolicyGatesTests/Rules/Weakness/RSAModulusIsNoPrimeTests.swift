import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAModulusIsNoPrimeTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAModulusIsNoPrime(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAModulusIsNoPrime(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.primeModulus, "a modulus that is a prime number")
    #expect(
      try judge(RSAModulusIsNoPrime(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is a modulus that is a prime number, must be a product of two primes"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusIsNoPrime(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
