import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PolicySaysEUQualifiedTests {
  @Test func `passes: it says so`() throws {
    #expect(try judge(PolicySaysEUQualified(), process()) == .passes)
  }

  @Test func `fails: it says otherwise`() throws {
    #expect(
      try judge(PolicySaysEUQualified(), process { $0.application.policyDocuments?.statesEUQualified = false })
        == .fails(["application.policyDocuments.statesEUQualified is false, must be true"]))
  }

  @Test func `fails: nothing is said`() throws {
    #expect(
      try judge(PolicySaysEUQualified(), process { $0.application.policyDocuments = nil })
        == .fails(["application.policyDocuments.statesEUQualified is absent, must be true"]))
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(try judge(PolicySaysEUQualified(), process(.ncp)) == .doesNotApply)
  }
}
