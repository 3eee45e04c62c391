import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ValidationIsRecentTests {
  @Test func `passes: yesterday`() throws {
    #expect(try judge(ValidationIsRecent(), process()) == .passes)
  }

  @Test func `fails: too long ago`() throws {
    #expect(
      try judge(
        ValidationIsRecent(), process { $0.application.registration?.validatedAt = Sample.instant("2025-11-19") })
        == .fails([
          "application.registration.validatedAt is 2025-11-19T00:00:00Z, must be at most 365 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(ValidationIsRecent(), process { $0.application.registration?.validatedAt = nil })
        == .fails(["application.registration.validatedAt is absent, must be the time of the validation"]))
  }

  @Test func `fails: still to come`() throws {
    #expect(
      try judge(
        ValidationIsRecent(),
        process { $0.application.registration?.validatedAt = Sample.instant("2026-11-20T12:00:01Z") })
        == .fails([
          "application.registration.validatedAt is 2026-11-20T12:00:01Z, must be at most 365 days before 2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `fails: the practices say no limit`() throws {
    #expect(
      try judge(ValidationIsRecent(), process { $0.service = ServiceDescription() })
        == .fails([
          "application.registration.validatedAt is 2026-11-19T09:30:00Z, must be a time that the practices limit (reuseDays)"
        ]))
  }

  @Test func `does not apply: no registration, which another rule refuses`() throws {
    #expect(try judge(ValidationIsRecent(), process { $0.application.registration = nil }) == .doesNotApply)
  }
}
