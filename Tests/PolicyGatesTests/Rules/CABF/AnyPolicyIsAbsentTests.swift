import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnyPolicyIsAbsentTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(AnyPolicyIsAbsent(), subject(.evcp)) == .passes)
  }

  @Test func `fails: any policy`() throws {
    #expect(
      try judge(AnyPolicyIsAbsent(), subject(.dvcp) { $0.policies("2.23.140.1.2.1", "0.4.0.2042.1.6", "2.5.29.32.0") })
        == .fails(["extensions.certificatePolicies is anyPolicy, must be policies by name"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(AnyPolicyIsAbsent(), issuingCA()) == .doesNotApply)
  }
}
