import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApprovalsAreSignedTests {
  @Test func `passes: signed`() throws {
    #expect(try judge(ApprovalsAreSigned(), process()) == .passes)
  }

  @Test func `fails: not signed`() throws {
    #expect(
      try judge(ApprovalsAreSigned(), process { $0.signatures.removeLast() })
        == .fails([
          "application.signatures is no signature over approvals/0 by approver-1, must be a signature of each approver"
        ]))
  }

  @Test func `fails: signed by another`() throws {
    #expect(
      try judge(ApprovalsAreSigned(), process { $0.signatures[1] = .sample(.approval(0), "approver-2") })
        == .fails([
          "application.signatures is no signature over approvals/0 by approver-1, must be a signature of each approver"
        ]))
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(try judge(ApprovalsAreSigned(), process(.ncp) { $0.signatures = [] }) == .doesNotApply)
  }
}
