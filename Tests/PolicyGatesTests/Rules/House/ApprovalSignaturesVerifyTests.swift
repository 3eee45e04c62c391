import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApprovalSignaturesVerifyTests {
  @Test func `passes: it verifies`() throws {
    #expect(try judge(ApprovalSignaturesVerify(), process()) == .passes)
  }

  @Test func `fails: it does not`() throws {
    #expect(
      try judge(ApprovalSignaturesVerify(), process(.ncp) { $0.signatures[1].verified = .no })
        == .fails([
          "application.signatures is by approver-1 over approvals/0, which does not verify, must be one that the registered key verifies"
        ]))
  }

  @Test func `fails: by a registration officer`() throws {
    #expect(
      try judge(ApprovalSignaturesVerify(), process { $0.signatures[1] = .sample(.approval(0), "officer-1") })
        == .fails(["application.signatures is by officer-1 over approvals/0, must be by an approver"]))
  }

  @Test func `fails: over what is not there`() throws {
    #expect(
      try judge(ApprovalSignaturesVerify(), process { $0.signatures.append(.sample(.approval(7), "approver-1")) })
        == .fails([
          "application.signatures is by approver-1 over approvals/7, which is not there, must be one over an approval of the application"
        ]))
  }

  @Test func `does not apply: nothing is signed`() throws {
    #expect(try judge(ApprovalSignaturesVerify(), process { $0.signatures = [] }) == .doesNotApply)
  }
}
