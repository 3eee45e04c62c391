import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct NumberOfSignaturesIsWithinTheCredentialsTests {
  @Test func `passes: as many as allowed`() throws {
    #expect(
      try judge(NumberOfSignaturesIsWithinTheCredentials(), activation())
        == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        NumberOfSignaturesIsWithinTheCredentials(),
        activation {
          $0.signatures = 0; $0.hashes = []
        })
        == .fails(["numSignatures is 0, must be 1 to 2"]))
  }

  @Test func `fails: one too many`() throws {
    #expect(
      try judge(NumberOfSignaturesIsWithinTheCredentials(), activation { $0.signatures = 3 })
        == .fails(["numSignatures is 3, must be 1 to 2"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(NumberOfSignaturesIsWithinTheCredentials().applies(to: try activation()))
    #expect(NumberOfSignaturesIsWithinTheCredentials.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
