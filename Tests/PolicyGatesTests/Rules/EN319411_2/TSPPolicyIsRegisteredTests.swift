import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TSPPolicyIsRegisteredTests {
  @Test func `passes: the register knows it, and it stands alone`() throws {
    #expect(try judge(TSPPolicyIsRegistered(), tspCertificate()) == .passes)
    #expect(try judge(PolicyIsNamed(), tspCertificate()) == .passes)
  }

  @Test func `fails: nobody registered it`() throws {
    #expect(
      try judge(TSPPolicyIsRegistered(), tspCertificate(register: PolicyRegister()))
        == .fails(["extensions.certificatePolicies is 1.3.6.1.4.1.99999.1, must be a policy of the register"]))
    #expect(try judge(PolicyIsNamed(), tspCertificate(register: PolicyRegister())) != .passes)
  }

  @Test func `does not apply: identifiers of the standards alone, and a lint without a register`() throws {
    #expect(try judge(TSPPolicyIsRegistered(), tspCertificate(oid: "0.4.0.194112.1.2")) == .doesNotApply)
    #expect(try judge(TSPPolicyIsRegistered(), tspCertificate(oid: "2.23.140.1.2.2")) == .doesNotApply)
    #expect(try judge(TSPPolicyIsRegistered(), tspCertificate(register: nil)) == .doesNotApply)
  }
}
