import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ReservedPolicyIsFirstTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(ReservedPolicyIsFirst(), subject(.qncpW)) == .passes)
  }

  @Test func `fails: behind the one of ETSI`() throws {
    #expect(
      try judge(ReservedPolicyIsFirst(), subject(.dvcp) { $0.policies("0.4.0.2042.1.6", "2.23.140.1.2.1") })
        == .fails([
          "extensions.certificatePolicies is 0.4.0.2042.1.6, must be the CA/Browser Forum's identifier before all others"
        ]))
  }

  @Test func `does not apply: none of them`() throws {
    #expect(try judge(ReservedPolicyIsFirst(), subject(.dvcp) { $0.policies("0.4.0.2042.1.6") }) == .doesNotApply)
  }
}
