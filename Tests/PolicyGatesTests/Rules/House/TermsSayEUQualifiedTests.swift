import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TermsSayEUQualifiedTests {
  @Test func `passes: they do`() throws {
    #expect(try judge(TermsSayEUQualified(), process()) == .passes)
  }

  @Test func `fails: they do not`() throws {
    #expect(
      try judge(TermsSayEUQualified(), process { $0.service.sayNothingOfQualified() })
        == .fails([
          "application.agreement.termsVersion is 2026-09, must be terms that say that the policy is for EU qualified certificates"
        ]))
  }

  @Test func `does not apply: unknown terms, which another rule refuses`() throws {
    #expect(try judge(TermsSayEUQualified(), process { $0.application.agreement?.termsVersion = nil }) == .doesNotApply)
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(try judge(TermsSayEUQualified(), process(.ncp) { $0.service.sayNothingOfQualified() }) == .doesNotApply)
  }
}
