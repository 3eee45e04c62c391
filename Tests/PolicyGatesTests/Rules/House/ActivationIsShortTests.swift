import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ActivationIsShortTests {
  @Test func `passes: five minutes`() throws {
    #expect(
      try judge(ActivationIsShort(), activation())
        == .passes)
  }

  @Test func `fails: an hour`() throws {
    #expect(
      try judge(ActivationIsShort(), activation { $0.seconds = 3600 })
        == .fails(["expires is \(Sample.now.adding(seconds: 3600)), must be at most 300 seconds after \(Sample.now)"]))
  }

  @Test func `fails: over before it began`() throws {
    #expect(
      try judge(ActivationIsShort(), activation { $0.seconds = 0 })
        == .fails(["expires is \(Sample.now), must be at most 300 seconds after \(Sample.now)"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(ActivationIsShort().applies(to: try activation()))
    #expect(ActivationIsShort.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
