import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SubscriberIsLinkedToDomainTests {
  @Test func `passes: linked`() throws {
    #expect(try judge(SubscriberIsLinkedToDomain(), process(.qevcpW)) == .passes)
  }

  @Test func `fails: not linked`() throws {
    #expect(
      try judge(SubscriberIsLinkedToDomain(), process(.qncpW) { $0.application.domains[0].subscriberLink = nil })
        == .fails([
          "application.domains[0].subscriberLink is absent, must be what links the subscriber with www.example.com"
        ]))
  }

  @Test func `does not apply: a policy of EN 319 411-1`() throws {
    #expect(
      try judge(SubscriberIsLinkedToDomain(), process(.evcp) { $0.application.domains[0].subscriberLink = nil })
        == .doesNotApply)
  }
}
