import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct UnspecifiedReasonIsLeftOutTests {
  @Test func `passes: a reason`() throws {
    #expect(try judge(UnspecifiedReasonIsLeftOut(), list()) == .passes)
  }

  @Test func `passes: none`() throws {
    #expect(try judge(UnspecifiedReasonIsLeftOut(), list { $0.newEntry(nil) }) == .passes)
  }

  @Test func `fails: unspecified`() throws {
    #expect(
      try judge(UnspecifiedReasonIsLeftOut(), list { $0.newEntry(.unspecified) })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].reasonCode is unspecified, must be a reason, or none at all"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(UnspecifiedReasonIsLeftOut().applies(to: try list()))
    #expect(UnspecifiedReasonIsLeftOut.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
