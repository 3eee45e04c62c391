import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAPrimesAreApartTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAPrimesAreApart(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAPrimesAreApart(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.closePrimes, "factored by Fermat's method in round 1")
    #expect(
      try judge(RSAPrimesAreApart(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is factored by Fermat's method in round 1, must be primes that a hundred rounds of Fermat's method do not find"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAPrimesAreApart(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
