import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct CredentialIsTheSignatorysTests {
  @Test func `passes: the owner's`() throws {
    #expect(
      try judge(CredentialIsTheSignatorys(), activation())
        == .passes)
  }

  @Test func `fails: another credential`() throws {
    #expect(
      try judge(CredentialIsTheSignatorys(), activation { $0.credential = "c-2" })
        == .fails(["credential is c-2, must be c-1"]))
  }

  @Test func `fails: another owner`() throws {
    #expect(
      try judge(CredentialIsTheSignatorys(), activation { $0.signatory = "mallory" })
        == .fails(["signatory is mallory, must be alice"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(CredentialIsTheSignatorys().applies(to: try activation()))
    #expect(CredentialIsTheSignatorys.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
