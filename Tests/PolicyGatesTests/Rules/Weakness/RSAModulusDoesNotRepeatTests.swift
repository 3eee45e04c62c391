import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RSAModulusDoesNotRepeatTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(RSAModulusDoesNotRepeat(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.malformed, "another")
    #expect(try judge(RSAModulusDoesNotRepeat(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.rsa(bits: 3072).weak(.repeatedBytes, "sixteen bytes 00 in a row")
    #expect(
      try judge(RSAModulusDoesNotRepeat(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is sixteen bytes 00 in a row, must be a product of two random primes"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAModulusDoesNotRepeat(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
