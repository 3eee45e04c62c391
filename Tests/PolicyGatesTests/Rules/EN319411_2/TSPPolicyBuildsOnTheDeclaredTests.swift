import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TSPPolicyBuildsOnTheDeclaredTests {
  @Test func `passes: its CP builds on the declared policy`() throws {
    #expect(try judge(TSPPolicyBuildsOnTheDeclared(), tspCertificate()) == .passes)
  }

  @Test func `fails: its CP builds on another`() throws {
    #expect(
      try judge(TSPPolicyBuildsOnTheDeclared(), tspCertificate(.qcpN))
        == .fails([
          "extensions.certificatePolicies is 1.3.6.1.4.1.99999.1, which builds on qcp-n-qscd, must be a policy that "
            + "builds on qcp-n"
        ]))
  }

  @Test func `does not apply: one that is not registered, which another rule refuses`() throws {
    #expect(try judge(TSPPolicyBuildsOnTheDeclared(), tspCertificate(register: PolicyRegister())) == .doesNotApply)
  }
}
