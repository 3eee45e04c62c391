import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct UseIsOfTheActivatedCredentialTests {
  @Test func `passes: the same`() throws {
    #expect(
      try judge(UseIsOfTheActivatedCredential(), control())
        == .passes)
  }

  @Test func `fails: another`() throws {
    #expect(
      try judge(UseIsOfTheActivatedCredential(), control { $0.usedCredential = "c-2" })
        == .fails(["credentialID is c-2, must be c-1"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(UseIsOfTheActivatedCredential().applies(to: try control()))
    #expect(UseIsOfTheActivatedCredential.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
