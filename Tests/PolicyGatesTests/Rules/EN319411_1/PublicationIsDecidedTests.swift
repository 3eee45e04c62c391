import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PublicationIsDecidedTests {
  @Test func `passes: no`() throws {
    #expect(try judge(PublicationIsDecided(), process()) == .passes)
  }

  @Test func `passes: yes`() throws {
    #expect(
      try judge(PublicationIsDecided(), process { $0.application.agreement?.publicationConsent = true }) == .passes)
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(PublicationIsDecided(), process { $0.application.agreement?.publicationConsent = nil })
        == .fails(["application.agreement.publicationConsent is absent, must be true or false"]))
  }

  @Test func `does not apply: no agreement, which another rule refuses`() throws {
    #expect(try judge(PublicationIsDecided(), process { $0.application.agreement = nil }) == .doesNotApply)
  }
}
