import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApproverIsNotTheSubjectTests {
  @Test func `passes: another`() throws {
    #expect(try judge(ApproverIsNotTheSubject(), process()) == .passes)
  }

  @Test func `fails: the subject`() throws {
    #expect(
      try judge(ApproverIsNotTheSubject(), process { $0.application.processing?.approvals[0].approver = "S-1" })
        == .fails(["application.processing.approvals[0].approver is S-1, must be somebody other than the subject"]))
  }

  @Test func `does not apply: no approval`() throws {
    #expect(
      try judge(ApproverIsNotTheSubject(), process { $0.application.processing?.approvals = [] }) == .doesNotApply)
  }
}
