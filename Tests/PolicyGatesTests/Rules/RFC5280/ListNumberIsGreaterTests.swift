import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListNumberIsGreaterTests {
  @Test func `passes: one more`() throws {
    #expect(try judge(ListNumberIsGreater(), list()) == .passes)
  }

  @Test func `passes: a first list`() throws {
    #expect(try judge(ListNumberIsGreater(), list { $0.previous = nil }) == .passes)
  }

  @Test func `fails: the same`() throws {
    #expect(
      try judge(ListNumberIsGreater(), list { $0.list.set(CRLNumber(1)) })
        == .fails(["extensions.cRLNumber is 1, must be greater than the previous list's, 1"]))
  }

  @Test func `fails: a smaller one of more octets before`() throws {
    #expect(
      try judge(ListNumberIsGreater(), list { $0.previous?.set(CRLNumber(256)) })
        == .fails(["extensions.cRLNumber is 2, must be greater than the previous list's, 256"]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(ListNumberIsGreater(), list { $0.list.remove(CRLNumber.self) })
        == .fails(["extensions.cRLNumber is absent, must be present"]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListNumberIsGreater().applies(to: try list()))
    #expect(ListNumberIsGreater.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
