import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PoliciesAreUniqueTests {
  @Test func `passes: one policy`() throws {
    #expect(try judge(PoliciesAreUnique(), subject()) == .passes)
  }

  @Test func `fails: a policy twice`() throws {
    #expect(
      try judge(
        PoliciesAreUnique(),
        subject { $0.set(CertificatePolicies([PolicyInformation(.anyPolicy), PolicyInformation(.anyPolicy)])) })
        == .fails(["extensions.certificatePolicies is 2.5.29.32.0 more than once, must be each policy once"]))
  }

  @Test func `does not apply: no policies`() throws {
    #expect(try judge(PoliciesAreUnique(), rootCA()) == .doesNotApply)
  }
}
