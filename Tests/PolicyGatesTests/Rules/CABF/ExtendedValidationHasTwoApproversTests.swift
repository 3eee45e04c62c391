import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ExtendedValidationHasTwoApproversTests {
  @Test func `passes: two approvers`() throws {
    #expect(try judge(ExtendedValidationHasTwoApprovers(), process(.evcp)) == .passes)
  }

  @Test func `fails: one person twice`() throws {
    #expect(
      try judge(
        ExtendedValidationHasTwoApprovers(),
        process(.qevcpW) { $0.application.processing?.approvals[1].approver = "approver-1" })
        == .fails([
          "application.processing.approvals is approver-1, must be two people, one of whom collected nothing of it"
        ]))
  }

  @Test func `fails: one`() throws {
    #expect(
      try judge(
        ExtendedValidationHasTwoApprovers(), process(.evcp) { $0.application.processing?.approvals.removeLast() })
        == .fails([
          "application.processing.approvals is approver-1, must be two people, one of whom collected nothing of it"
        ]))
  }

  @Test func `does not apply: no extended validation`() throws {
    #expect(try judge(ExtendedValidationHasTwoApprovers(), process(.ovcp)) == .doesNotApply)
  }
}
