import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SignaturesAreLeftTests {
  @Test func `passes: as many as are left`() throws {
    #expect(
      try judge(SignaturesAreLeft(), control())
        == .passes)
  }

  @Test func `fails: one more`() throws {
    #expect(
      try judge(SignaturesAreLeft(), control { $0.left = 1 })
        == .fails(["hashes is 2, must be 1 to 1, which are left"]))
  }

  @Test func `fails: none asked for`() throws {
    #expect(
      try judge(SignaturesAreLeft(), control { $0.used = [] })
        == .fails(["hashes is 0, must be 1 to 2, which are left"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(SignaturesAreLeft().applies(to: try control()))
    #expect(SignaturesAreLeft.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
