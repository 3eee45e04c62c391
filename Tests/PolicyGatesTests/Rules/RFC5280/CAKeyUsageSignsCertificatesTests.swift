import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAKeyUsageSignsCertificatesTests {
  @Test func `passes: keyCertSign, critical`() throws {
    #expect(try judge(CAKeyUsageSignsCertificates(), issuingCA()) == .passes)
  }

  @Test func `fails: no key usage`() throws {
    #expect(
      try judge(CAKeyUsageSignsCertificates(), issuingCA { $0.remove(KeyUsage.self) })
        == .fails(["extensions.keyUsage is absent, critical false, must be keyCertSign, critical"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(CAKeyUsageSignsCertificates(), subject()) == .doesNotApply)
  }
}
