import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ApplicationIsCheckedAgainTests {
  @Test func `passes: checked again`() throws {
    #expect(try judge(ApplicationIsCheckedAgain(), event(.renewal)) == .passes)
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(ApplicationIsCheckedAgain(), event(.rekey) { $0.process { $0.application.lifecycle = nil } })
        == .fails(["application.lifecycle.revalidatedAt is absent, must be when the application was checked again"]))
  }

  @Test func `fails: checked when the previous certificate was issued`() throws {
    #expect(
      try judge(
        ApplicationIsCheckedAgain(),
        event(.renewal) {
          $0.process { $0.application.lifecycle?.revalidatedAt = Sample.instant("2025-11-20T12:00:00Z") }
        })
        == .fails([
          "application.lifecycle.revalidatedAt is 2025-11-20T12:00:00Z, must be after the previous certificate was issued and not in the future"
        ]))
  }

  @Test func `fails: a check in the future`() throws {
    #expect(
      try judge(
        ApplicationIsCheckedAgain(),
        event(.renewal) {
          $0.process { $0.application.lifecycle?.revalidatedAt = Sample.instant("2026-11-20T12:00:01Z") }
        })
        == .fails([
          "application.lifecycle.revalidatedAt is 2026-11-20T12:00:01Z, must be after the previous certificate was issued and not in the future"
        ]))
  }

  @Test func `does not apply: a first issuance`() throws {
    #expect(try judge(ApplicationIsCheckedAgain(), event(.initial)) == .doesNotApply)
  }
}
