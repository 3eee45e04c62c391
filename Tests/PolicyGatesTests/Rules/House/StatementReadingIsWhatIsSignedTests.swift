import TestSupport
import Testing

@testable import PolicyGates

@Suite struct StatementReadingIsWhatIsSignedTests {
  @Test func `passes: the same bytes`() throws {
    #expect(try judge(StatementReadingIsWhatIsSigned(), statement()) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(StatementReadingIsWhatIsSigned(), statement { $0.tbsBytes = [0x30, 0x00] })
        == .fails(["tbsEvidence is a reading of other bytes, must be a reading of exactly the bytes to be signed"]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(StatementReadingIsWhatIsSigned().applies(to: loose))
    #expect(StatementReadingIsWhatIsSigned.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
