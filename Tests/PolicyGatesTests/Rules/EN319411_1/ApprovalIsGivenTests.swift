import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApprovalIsGivenTests {
  @Test func `passes: one`() throws {
    #expect(try judge(ApprovalIsGiven(), process()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(ApprovalIsGiven(), process { $0.application.processing?.approvals = [] })
        == .fails(["application.processing.approvals is empty, must be at least one approval"]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(ApprovalIsGiven(), process { $0.isThere = false }) == .doesNotApply)
  }
}
