import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct QSCDListCheckIsRecentTests {
  @Test func `passes: yesterday`() throws {
    #expect(try judge(QSCDListCheckIsRecent(), process()) == .passes)
  }

  @Test func `fails: a month ago`() throws {
    #expect(
      try judge(
        QSCDListCheckIsRecent(), process { $0.application.device?.listCheckedAt = Sample.instant("2026-10-20") })
        == .fails([
          "application.device.listCheckedAt is 2026-10-20T00:00:00Z, must be at most 7 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: never`() throws {
    #expect(
      try judge(QSCDListCheckIsRecent(), process { $0.application.device?.listCheckedAt = nil })
        == .fails([
          "application.device.listCheckedAt is absent, must be a time that the practices limit (listCheckDays)"
        ]))
  }

  @Test func `does not apply: a demonstration`() throws {
    #expect(try judge(QSCDListCheckIsRecent(), process { $0.demo = true }) == .doesNotApply)
  }
}
