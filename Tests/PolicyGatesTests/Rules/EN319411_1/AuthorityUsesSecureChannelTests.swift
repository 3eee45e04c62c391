import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AuthorityUsesSecureChannelTests {
  @Test func `passes: a channel`() throws {
    #expect(
      try judge(
        AuthorityUsesSecureChannel(),
        process {
          $0.application.registration?.authority = "external-ra"
          $0.application.processing?.channel = "mtls external-ra"
        }) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(AuthorityUsesSecureChannel(), process { $0.application.registration?.authority = "external-ra" })
        == .fails([
          "application.processing.channel is absent, must be the mutually authenticated channel of the authority"
        ]))
  }

  @Test func `does not apply: the TSP registers itself`() throws {
    #expect(try judge(AuthorityUsesSecureChannel(), process()) == .doesNotApply)
  }
}
