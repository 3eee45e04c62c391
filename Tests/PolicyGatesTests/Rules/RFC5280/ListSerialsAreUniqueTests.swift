import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListSerialsAreUniqueTests {
  @Test func `passes: each once`() throws {
    #expect(try judge(ListSerialsAreUnique(), list()) == .passes)
  }

  @Test func `fails: one twice`() throws {
    #expect(
      try judge(ListSerialsAreUnique(), list { $0.list.entries.append($0.list.entries[1]) })
        == .fails([
          "revokedCertificates is 4d3a1b2c3d4e5f60718293a4b5c6d7e8 more than once, must be each serial number once"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListSerialsAreUnique().applies(to: try list()))
    #expect(ListSerialsAreUnique.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
