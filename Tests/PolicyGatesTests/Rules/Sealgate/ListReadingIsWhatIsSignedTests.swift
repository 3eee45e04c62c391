import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListReadingIsWhatIsSignedTests {
  @Test func `passes: the same bytes`() throws {
    #expect(try judge(ListReadingIsWhatIsSigned(), list()) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(ListReadingIsWhatIsSigned(), list { $0.tbsBytes = [0x30, 0] })
        == .fails(["tbsCertList is a reading of other bytes, must be a reading of exactly the bytes to be signed"]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListReadingIsWhatIsSigned().applies(to: try list()))
    #expect(ListReadingIsWhatIsSigned.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
