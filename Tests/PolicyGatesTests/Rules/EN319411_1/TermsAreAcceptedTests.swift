import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TermsAreAcceptedTests {
  @Test func `passes: accepted`() throws {
    #expect(try judge(TermsAreAccepted(), process()) == .passes)
  }

  @Test func `passes: to follow within the time that the practices allow`() throws {
    #expect(
      try judge(
        TermsAreAccepted(),
        process {
          $0.application.agreement?.acceptance = nil
          $0.application.agreement?.acceptanceDue = Sample.instant("2026-12-01")
        }) == .passes)
  }

  @Test func `fails: neither`() throws {
    #expect(
      try judge(TermsAreAccepted(), process { $0.application.agreement?.acceptance = nil })
        == .fails(["application.agreement.acceptance is absent, must be an act, or acceptanceDue where it follows"]))
  }

  @Test func `fails: to follow too late`() throws {
    #expect(
      try judge(
        TermsAreAccepted(),
        process {
          $0.application.agreement?.acceptance = nil
          $0.application.agreement?.acceptanceDue = Sample.instant("2027-12-01")
        })
        == .fails([
          "application.agreement.acceptanceDue is 2027-12-01T00:00:00Z, must be after 2026-11-20T12:00:00Z, at latest 2026-12-20T12:00:00Z"
        ]))
  }

  @Test func `fails: an act without evidence`() throws {
    #expect(
      try judge(TermsAreAccepted(), process { $0.application.agreement?.acceptance?.record = nil })
        == .fails([
          "application.agreement.acceptance is advanced signature without who, when or where it is kept, must be an act with by, at and record, not in the future"
        ]))
  }

  @Test func `fails: an act still to come`() throws {
    #expect(
      try judge(TermsAreAccepted(), process { $0.application.agreement?.acceptance?.at = Sample.instant("2026-11-21") })
        == .fails([
          "application.agreement.acceptance is advanced signature without who, when or where it is kept, must be an act with by, at and record, not in the future"
        ]))
  }

  @Test func `does not apply: no agreement, which another rule refuses`() throws {
    #expect(try judge(TermsAreAccepted(), process { $0.application.agreement = nil }) == .doesNotApply)
  }
}
