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

  @Test func `passes: a policy of the TSP's own that is registered for the claimed one`() throws {
    let own = ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 1)
    let change: (inout SampleCertificate) -> Void = { $0.set(CertificatePolicies([PolicyInformation(own)])) }
    #expect(try judge(PolicyIsNamed(), subject(.qcpNQSCD, tspPolicies: [own], change)) == .passes)
    #expect(try judge(PolicyIsNamed(), subject(.qcpNQSCD, change)) != .passes)
  }

  @Test func `fails: the policy without a QSCD`() throws {
    #expect(
      try judge(
        PolicyIsNamed(),
        subject { $0.set(CertificatePolicies([PolicyInformation(ObjectIdentifier(0, 4, 0, 194112, 1, 0))])) })
        == .fails([
          "extensions.certificatePolicies is 0.4.0.194112.1.0, must be 0.4.0.194112.1.2 (qcp-n-qscd), "
            + "or a policy whose CP builds on it"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(PolicyIsNamed(), issuingCA()) == .doesNotApply)
  }
}
