internal import X509

/// The answer names its signer as the signer's certificate does.
struct AnswerNamesItsSigner: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.4-2-2-3.responder_id", source: .rfc6960("4.2.1, 4.2.2.3"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let byName = OCSPResponderID.byName(evidence.signer.certificate.subject)
    let named = evidence.data.responder
    return .unless(
      named == byName || evidence.signerNames.contains(named), "responderID", found: "another name or key",
      required: "the name or the key of \(evidence.signer.certificate.subject)")
  }
}
