import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SubscriberHasAuthorityTests {
  @Test func `passes: evidence of the authority`() throws {
    #expect(
      try judge(
        SubscriberHasAuthority(),
        process {
          $0.application.registration?.subscriberID = "C-9"
          $0.application.registration?.subscriberAuthority = "AUTH-1"
        }) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(SubscriberHasAuthority(), process { $0.application.registration?.subscriberID = "C-9" })
        == .fails([
          "application.registration.subscriberAuthority is absent, must be the evidence that the subscriber may act for the subject"
        ]))
  }

  @Test func `does not apply: the subject subscribes`() throws {
    #expect(try judge(SubscriberHasAuthority(), process()) == .doesNotApply)
  }
}
