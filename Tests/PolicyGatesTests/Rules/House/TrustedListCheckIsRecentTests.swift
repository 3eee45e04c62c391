import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TrustedListCheckIsRecentTests {
  @Test func `passes: yesterday`() throws {
    #expect(try judge(TrustedListCheckIsRecent(), process()) == .passes)
  }

  @Test func `fails: ten days ago`() throws {
    #expect(
      try judge(
        TrustedListCheckIsRecent(), process { $0.application.trustedList?.checkedAt = Sample.instant("2026-11-10") })
        == .fails([
          "application.trustedList.checkedAt is 2026-11-10T00:00:00Z, must be at most 7 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: tomorrow`() throws {
    #expect(
      try judge(
        TrustedListCheckIsRecent(), process { $0.application.trustedList?.checkedAt = Sample.instant("2026-11-21") })
        == .fails([
          "application.trustedList.checkedAt is 2026-11-21T00:00:00Z, must be at most 7 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: the practices say no age`() throws {
    #expect(
      try judge(TrustedListCheckIsRecent(), process { $0.service = ServiceDescription() })
        == .fails([
          "application.trustedList.checkedAt is 2026-11-19T00:00:00Z, must be a time that the practices limit (listCheckDays)"
        ]))
  }

  @Test func `does not apply: a demonstration`() throws {
    #expect(try judge(TrustedListCheckIsRecent(), process { $0.demo = true }) == .doesNotApply)
  }
}
