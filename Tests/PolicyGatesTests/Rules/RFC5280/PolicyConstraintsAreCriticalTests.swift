import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyConstraintsAreCriticalTests {
  @Test func `passes: critical`() throws {
    #expect(
      try judge(
        PolicyConstraintsAreCritical(),
        issuingCA { $0.set(PolicyConstraints(requireExplicitPolicy: 0, inhibitPolicyMapping: nil), critical: true) })
        == .passes)
  }

  @Test func `fails: not critical`() throws {
    #expect(
      try judge(
        PolicyConstraintsAreCritical(),
        issuingCA { $0.set(PolicyConstraints(requireExplicitPolicy: 0, inhibitPolicyMapping: nil)) })
        == .fails(["extensions.policyConstraints is not critical, must be critical"]))
  }

  @Test func `does not apply: no such limit`() throws {
    #expect(try judge(PolicyConstraintsAreCritical(), issuingCA()) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(PolicyConstraintsAreCritical(), subject()) == .doesNotApply)
  }
}
