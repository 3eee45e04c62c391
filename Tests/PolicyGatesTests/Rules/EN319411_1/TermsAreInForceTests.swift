import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TermsAreInForceTests {
  @Test func `passes: terms in force`() throws {
    #expect(try judge(TermsAreInForce(), process()) == .passes)
  }

  @Test func `fails: unknown terms`() throws {
    #expect(
      try judge(TermsAreInForce(), process { $0.application.agreement?.termsVersion = "1999" })
        == .fails([
          "application.agreement.termsVersion is 1999, must be a version of the practices, with its termsSha256"
        ]))
  }

  @Test func `fails: other text under the same version`() throws {
    #expect(
      try judge(TermsAreInForce(), process { $0.application.agreement?.termsSHA256 = SampleProcess.registrationSHA256 })
        == .fails([
          "application.agreement.termsVersion is 2026-09, must be a version of the practices, with its termsSha256"
        ]))
  }

  @Test func `fails: not yet in force when given`() throws {
    #expect(
      try judge(TermsAreInForce(), process { $0.application.agreement?.providedAt = Sample.instant("2026-08-01") })
        == .fails([
          "application.agreement.termsVersion is 2026-09, must be terms for this policy, in force at 2026-08-01T00:00:00Z"
        ]))
  }

  @Test func `does not apply: no agreement, which another rule refuses`() throws {
    #expect(try judge(TermsAreInForce(), process { $0.application.agreement = nil }) == .doesNotApply)
  }
}
