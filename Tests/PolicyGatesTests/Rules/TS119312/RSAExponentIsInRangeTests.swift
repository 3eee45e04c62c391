import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RSAExponentIsInRangeTests {
  @Test func `passes: 65537`() throws {
    #expect(try judge(RSAExponentIsInRange(), subject { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `fails: 3`() throws {
    #expect(
      try judge(RSAExponentIsInRange(), subject { $0.key = .rsa(bits: 3072, exponent: [3]) })
        == .fails(["subjectPublicKeyInfo.exponent is 0x03, must be odd, above 2^16 and below 2^256"]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(RSAExponentIsInRange(), subject()) == .doesNotApply)
  }
}
