import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ReservedPolicyIsNamedTests {
  @Test func `passes: the sample of dvcp`() throws {
    #expect(try judge(ReservedPolicyIsNamed(), subject(.dvcp)) == .passes)
  }

  @Test func `passes: the sample of ivcp`() throws {
    #expect(try judge(ReservedPolicyIsNamed(), subject(.ivcp)) == .passes)
  }

  @Test func `passes: the sample of evcp`() throws {
    #expect(try judge(ReservedPolicyIsNamed(), subject(.evcp)) == .passes)
  }

  @Test func `passes: the sample of qncpW`() throws {
    #expect(try judge(ReservedPolicyIsNamed(), subject(.qncpW)) == .passes)
  }

  @Test func `passes: QNCP-w for an individual`() throws {
    #expect(
      try judge(ReservedPolicyIsNamed(), subject(.qncpW) { $0.policies("2.23.140.1.2.3", "0.4.0.194112.1.5") })
        == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(ReservedPolicyIsNamed(), subject(.dvcp) { $0.policies("0.4.0.2042.1.6") })
        == .fails([
          "extensions.certificatePolicies is none of the CA/Browser Forum's, must be 2.23.140.1.2.1 alone of the CA/Browser Forum's"
        ]))
  }

  @Test func `fails: another one's`() throws {
    #expect(
      try judge(ReservedPolicyIsNamed(), subject(.qevcpW) { $0.policies("2.23.140.1.2.2", "0.4.0.194112.1.4") })
        == .fails([
          "extensions.certificatePolicies is 2.23.140.1.2.2, must be 2.23.140.1.1 alone of the CA/Browser Forum's"
        ]))
  }

  @Test func `fails: two`() throws {
    #expect(
      try judge(
        ReservedPolicyIsNamed(), subject(.qncpW) { $0.policies("2.23.140.1.2.3", "2.23.140.1.2.2", "0.4.0.194112.1.5") }
      )
        == .fails([
          "extensions.certificatePolicies is 2.23.140.1.2.3, 2.23.140.1.2.2, must be 2.23.140.1.2.3 or 2.23.140.1.2.2 alone of the CA/Browser Forum's"
        ]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(ReservedPolicyIsNamed(), subject(.qncpWGen)) == .doesNotApply)
  }
}
