import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyIsNamedTests {
  @Test func `passes: the claimed policy`() throws {
    #expect(try judge(PolicyIsNamed(), subject()) == .passes)
  }

  @Test func `fails: the policy without a QSCD`() throws {
    #expect(
      try judge(
        PolicyIsNamed(),
        subject { $0.set(CertificatePolicies([PolicyInformation(ObjectIdentifier(0, 4, 0, 194112, 1, 0))])) })
        == .fails(["extensions.certificatePolicies is 0.4.0.194112.1.0, must be 0.4.0.194112.1.2 (qcp-n-qscd)"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(PolicyIsNamed(), issuingCA()) == .doesNotApply)
  }
}
