import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TermsCameFirstTests {
  @Test func `passes: given before`() throws {
    #expect(try judge(TermsCameFirst(), process()) == .passes)
  }

  @Test func `fails: given after`() throws {
    #expect(
      try judge(
        TermsCameFirst(), process { $0.application.agreement?.providedAt = Sample.instant("2026-11-19T09:42:00Z") })
        == .fails(["application.agreement.providedAt is 2026-11-19T09:42:00Z, must be not after 2026-11-19T09:41:00Z"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(TermsCameFirst(), process { $0.application.agreement?.providedAt = nil })
        == .fails(["application.agreement.providedAt is absent, must be when the terms were given"]))
  }

  @Test func `does not apply: no agreement, which another rule refuses`() throws {
    #expect(try judge(TermsCameFirst(), process { $0.application.agreement = nil }) == .doesNotApply)
  }
}
