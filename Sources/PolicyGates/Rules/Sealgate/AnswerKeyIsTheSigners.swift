internal import X509

/// The key that signs, and verifies after, is the one in the signer's certificate.
struct AnswerKeyIsTheSigners: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.ocsp_answer.key_differs", source: .sealgate("what is checked is what is signed"),
    scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    evidence.signer.keyViolations("signer")
  }
}
