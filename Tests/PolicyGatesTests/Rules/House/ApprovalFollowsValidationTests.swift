import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ApprovalFollowsValidationTests {
  @Test func `passes: after the validation`() throws {
    #expect(try judge(ApprovalFollowsValidation(), process()) == .passes)
  }

  @Test func `fails: before it`() throws {
    #expect(
      try judge(
        ApprovalFollowsValidation(),
        process { $0.application.processing?.approvals[0].at = Sample.instant("2026-11-19T09:00:00Z") })
        == .fails([
          "application.processing.approvals[0].at is 2026-11-19T09:00:00Z, must be after the validation at 2026-11-19T09:30:00Z and before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: tomorrow`() throws {
    #expect(
      try judge(
        ApprovalFollowsValidation(),
        process { $0.application.processing?.approvals[0].at = Sample.instant("2026-11-21") })
        == .fails([
          "application.processing.approvals[0].at is 2026-11-21T00:00:00Z, must be after the validation at 2026-11-19T09:30:00Z and before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `does not apply: no approval`() throws {
    #expect(
      try judge(ApprovalFollowsValidation(), process { $0.application.processing?.approvals = [] }) == .doesNotApply)
  }
}
