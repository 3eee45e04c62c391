import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerReadingIsWhatIsSignedTests {
  @Test func `passes: the same bytes`() throws {
    #expect(try judge(AnswerReadingIsWhatIsSigned(), answer()) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(AnswerReadingIsWhatIsSigned(), answer { $0.dataBytes = [0x30, 0] })
        == .fails(["responseData is a reading of other bytes, must be a reading of exactly the bytes to be signed"]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerReadingIsWhatIsSigned().applies(to: try answer()))
    #expect(AnswerReadingIsWhatIsSigned.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
