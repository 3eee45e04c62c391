import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SourcesWereValidTests {
  @Test func `passes: a valid passport`() throws {
    #expect(try judge(SourcesWereValid(), process()) == .passes)
  }

  @Test func `fails: an expired one`() throws {
    #expect(
      try judge(
        SourcesWereValid(),
        process { $0.application.registration?.sources[0].validUntil = Sample.instant("2026-11-01") })
        == .fails([
          "application.registration.sources[0].validUntil is 2026-11-01T00:00:00Z, must be after the validation at 2026-11-19T09:30:00Z"
        ]))
  }

  @Test func `does not apply: no time of validation, which another rule refuses`() throws {
    #expect(try judge(SourcesWereValid(), process { $0.application.registration?.validatedAt = nil }) == .doesNotApply)
  }
}
