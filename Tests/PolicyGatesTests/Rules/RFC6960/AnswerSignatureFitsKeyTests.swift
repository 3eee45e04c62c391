import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerSignatureFitsKeyTests {
  @Test func `passes: ECDSA with a key on a curve`() throws {
    #expect(try judge(AnswerSignatureFitsKey(), answer()) == .passes)
  }

  @Test func `fails: RSA with a key on a curve`() throws {
    #expect(
      try judge(AnswerSignatureFitsKey(), answer { $0.algorithm = .sha256WithRSAEncryption })
        == .fails(["signature is 1.2.840.113549.1.1.11, must be an agreed algorithm of the signer's P-256 key"]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerSignatureFitsKey().applies(to: try answer()))
    #expect(AnswerSignatureFitsKey.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
