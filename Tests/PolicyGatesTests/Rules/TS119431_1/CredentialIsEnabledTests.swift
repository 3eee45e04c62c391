import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CredentialIsEnabledTests {
  @Test func `passes: enabled`() throws {
    #expect(
      try judge(CredentialIsEnabled(), activation())
        == .passes)
  }

  @Test func `fails: suspended`() throws {
    #expect(
      try judge(CredentialIsEnabled(), activation { $0.status = .suspended })
        == .fails(["credential.status is suspended, must be enabled"]))
  }

  @Test func `fails: destroyed`() throws {
    #expect(
      try judge(CredentialIsEnabled(), activation { $0.status = .destroyed })
        == .fails(["credential.status is destroyed, must be enabled"]))
  }

  @Test func `fails: pending`() throws {
    #expect(
      try judge(CredentialIsEnabled(), activation { $0.status = .pending })
        == .fails(["credential.status is pending, must be enabled"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(CredentialIsEnabled().applies(to: try activation()))
    #expect(CredentialIsEnabled.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
