import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAPoliciesArePresentTests {
  @Test func `passes: anyPolicy`() throws {
    #expect(try judge(CAPoliciesArePresent(), issuingCA()) == .passes)
  }

  @Test func `fails: no policies`() throws {
    #expect(
      try judge(CAPoliciesArePresent(), issuingCA { $0.remove(CertificatePolicies.self) })
        == .fails(["extensions.certificatePolicies is absent, must be present"]))
  }

  @Test func `does not apply: a root`() throws {
    #expect(try judge(CAPoliciesArePresent(), rootCA()) == .doesNotApply)
  }
}
