import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct QualifiedPolicyIsSingleTests {
  @Test func `passes: a qualified policy beside one of EN 319 411-1`() throws {
    #expect(
      try judge(
        QualifiedPolicyIsSingle(),
        subject {
          $0.set(CertificatePolicies([policy(194112, 2), policy(2042, 2)]))
        }) == .passes)
  }

  @Test func `fails: two qualified policies`() throws {
    #expect(
      try judge(
        QualifiedPolicyIsSingle(),
        subject {
          $0.set(CertificatePolicies([policy(194112, 2), policy(194112, 0)]))
        })
        == .fails([
          "extensions.certificatePolicies is 0.4.0.194112.1.0, 0.4.0.194112.1.2, must be one policy below "
            + "0.4.0.194112.1"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(QualifiedPolicyIsSingle(), issuingCA()) == .doesNotApply)
  }
}

private func policy(_ arc: UInt64, _ number: UInt64) -> PolicyInformation {
  PolicyInformation(ObjectIdentifier(0, 4, 0, arc, 1, number))
}
