import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ActivationIsNotOverTests {
  @Test func `passes: in its time`() throws {
    #expect(
      try judge(ActivationIsNotOver(), control())
        == .passes)
  }

  @Test func `fails: over`() throws {
    #expect(
      try judge(ActivationIsNotOver(), control { $0.later = 300 })
        == .fails([
          "SAD is from \(Sample.now) to \(Sample.now.adding(seconds: 300)), must be a time that holds \(Sample.now.adding(seconds: 300))"
        ]))
  }

  @Test func `fails: still to come`() throws {
    #expect(
      try judge(ActivationIsNotOver(), control { $0.later = -1 })
        == .fails([
          "SAD is from \(Sample.now) to \(Sample.now.adding(seconds: 300)), must be a time that holds \(Sample.now.adding(seconds: -1))"
        ]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(ActivationIsNotOver().applies(to: try control()))
    #expect(ActivationIsNotOver.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
