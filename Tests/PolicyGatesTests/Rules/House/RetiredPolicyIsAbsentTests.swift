import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RetiredPolicyIsAbsentTests {
  @Test func `passes: a policy in force`() throws {
    #expect(try judge(RetiredPolicyIsAbsent(), subject()) == .passes)
  }

  @Test func `fails: QCP of TS 101 456`() throws {
    #expect(
      try judge(RetiredPolicyIsAbsent(), subject { $0.set(CertificatePolicies([policy(1456, 2)])) })
        == .fails(["extensions.certificatePolicies is 0.4.0.1456.1.2, must be no policy below 0.4.0.1456.1"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(RetiredPolicyIsAbsent(), issuingCA()) == .doesNotApply)
  }
}

private func policy(_ arc: UInt64, _ number: UInt64) -> PolicyInformation {
  PolicyInformation(ObjectIdentifier(0, 4, 0, arc, 1, number))
}
