import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PoliciesAreNotCriticalTests {
  @Test func `passes: policies that are not critical`() throws {
    #expect(try judge(PoliciesAreNotCritical(), subject()) == .passes)
  }

  @Test func `fails: critical policies`() throws {
    #expect(
      try judge(PoliciesAreNotCritical(), subject { $0.set(CertificatePolicies([policy(194112, 2)]), critical: true) })
        == .fails(["extensions.certificatePolicies is critical, must be not critical"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(PoliciesAreNotCritical(), issuingCA()) == .doesNotApply)
  }
}

private func policy(_ arc: UInt64, _ number: UInt64) -> PolicyInformation {
  PolicyInformation(ObjectIdentifier(0, 4, 0, arc, 1, number))
}
