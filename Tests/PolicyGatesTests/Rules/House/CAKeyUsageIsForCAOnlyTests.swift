import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAKeyUsageIsForCAOnlyTests {
  @Test func `passes: certificates and CRLs`() throws {
    #expect(try judge(CAKeyUsageIsForCAOnly(), issuingCA()) == .passes)
  }

  @Test func `fails: signatures besides`() throws {
    #expect(
      try judge(
        CAKeyUsageIsForCAOnly(),
        issuingCA { $0.set([.keyCertSign, .cRLSign, .digitalSignature] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is digitalSignature, keyCertSign, cRLSign, must be keyCertSign, cRLSign"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(CAKeyUsageIsForCAOnly(), subject()) == .doesNotApply)
  }
}
