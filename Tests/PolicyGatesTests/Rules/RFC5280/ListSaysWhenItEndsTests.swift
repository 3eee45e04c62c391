import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListSaysWhenItEndsTests {
  @Test func `passes: an end`() throws {
    #expect(try judge(ListSaysWhenItEnds(), list()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(ListSaysWhenItEnds(), list { $0.list.nextUpdate = nil })
        == .fails(["nextUpdate is absent, must be present"]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListSaysWhenItEnds().applies(to: try list()))
    #expect(ListSaysWhenItEnds.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
