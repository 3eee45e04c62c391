import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct IdentityProofIsRecentTests {
  @Test func `passes: at once`() throws {
    #expect(
      try judge(IdentityProofIsRecent(), activation { $0.identityVerifiedAt = Sample.now })
        == .passes)
  }

  @Test func `fails: half an hour ago`() throws {
    #expect(
      try judge(IdentityProofIsRecent(), activation { $0.identityVerifiedAt = Sample.now.adding(seconds: -1800) })
        == .fails([
          "expires is \(Sample.now.adding(seconds: 300)), must be at most 30 minutes after the identity proof at \(Sample.now.adding(seconds: -1800))"
        ]))
  }

  @Test func `does not apply: an enrolled device`() throws {
    #expect(
      try judge(IdentityProofIsRecent(), activation())
        == .doesNotApply)
  }
}
