import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyOriginIsProvenTests {
  @Test func `passes: proven`() throws {
    #expect(
      try judge(KeyOriginIsProven(), control())
        == .passes)
  }

  @Test func `fails: unproven`() throws {
    #expect(
      try judge(KeyOriginIsProven(), control { $0.originProvenAt = nil })
        == .fails(["credential.origin is unproven, must be evidence on record from its generation"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(KeyOriginIsProven().applies(to: try control()))
    #expect(KeyOriginIsProven.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
