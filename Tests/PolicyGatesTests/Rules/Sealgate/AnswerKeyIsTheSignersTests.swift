import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerKeyIsTheSignersTests {
  @Test func `passes: the responder's key`() throws {
    #expect(try judge(AnswerKeyIsTheSigners(), answer()) == .passes)
  }

  @Test func `fails: another key on the token`() throws {
    #expect(
      try judge(AnswerKeyIsTheSigners(), answer { $0.found = .root })
        == .fails([
          "signer.subjectPublicKeyInfo is \(SampleKey.subject.facts.spkiSHA256), must be the key that is to sign, \(SampleKey.root.facts.spkiSHA256)"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerKeyIsTheSigners().applies(to: try answer()))
    #expect(AnswerKeyIsTheSigners.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
