internal import X509

/// The algorithm is one that the signer's key can make.
struct AnswerSignatureFitsKey: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.4-2-1.answer_signature_algorithm", source: .rfc6960("4.2.1, 4.3"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    evidence.signer.schemeViolations(evidence.algorithm)
  }
}
