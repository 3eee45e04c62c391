import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct IssuanceIsAuthorisedTests {
  @Test func `passes: authorised`() throws {
    #expect(
      try judge(
        IssuanceIsAuthorised(),
        process {
          $0.application.registration?.subscriberID = "C-9"
          $0.application.processing?.issuanceAuthorisation = "AUT-1"
        }) == .passes)
  }

  @Test func `fails: not authorised`() throws {
    #expect(
      try judge(IssuanceIsAuthorised(), process { $0.application.registration?.subscriberID = "C-9" })
        == .fails(["application.processing.issuanceAuthorisation is absent, must be the subscriber's authorisation"]))
  }

  @Test func `does not apply: the subject subscribes`() throws {
    #expect(try judge(IssuanceIsAuthorised(), process()) == .doesNotApply)
  }
}
