import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RSABelow3000IsNotNewTests {
  @Test func `passes: 2048 bits in 2026`() throws {
    #expect(try judge(RSABelow3000IsNotNew(), subject { $0.key = .rsa(bits: 2048) }) == .passes)
  }

  @Test func `fails: 2048 bits from 2027 on`() throws {
    #expect(
      try judge(
        RSABelow3000IsNotNew(),
        subject {
          $0.key = .rsa(bits: 2048)
          $0.notBefore = Sample.time("2027-01-01")
        })
        == .fails([
          "subjectPublicKeyInfo is 2048 bits, issued 2027-01-01T00:00:00Z, must be issued before "
            + "2027-01-01T00:00:00Z, or at least 3000 bits"
        ]))
  }

  @Test func `does not apply: 3072 bits`() throws {
    #expect(try judge(RSABelow3000IsNotNew(), subject { $0.key = .rsa(bits: 3072) }) == .doesNotApply)
  }
}
