import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PoliciesArePlainTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PoliciesArePlain(), subject(.ivcp)) == .passes)
  }

  @Test func `fails: critical`() throws {
    #expect(
      try judge(
        PoliciesArePlain(),
        subject(.dvcp) { $0.set(CertificatePolicies([PolicyInformation(.domainValidated)]), critical: true) })
        == .fails(["extensions.certificatePolicies is critical, must be not critical"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(PoliciesArePlain(), subject(.qncpWGen)) == .doesNotApply)
  }
}
