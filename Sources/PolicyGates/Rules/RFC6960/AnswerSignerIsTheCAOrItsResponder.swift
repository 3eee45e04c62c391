internal import X509

/// Who answers is the CA, or whom its own key certified for that.
struct AnswerSignerIsTheCAOrItsResponder: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.4-2-2-2.answer_signer", source: .rfc6960("4.2.2.2"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let certificate = evidence.signer.certificate
    let purposes = certificate.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []
    let isResponder = evidence.signer.isDelegated(by: evidence.issuer) && purposes.contains(.ocspSigning)
    return .unless(
      evidence.isTheCAs || isResponder, "signer.certificate", found: "\(certificate.subject)",
      required: "the CA, or a certificate for OCSPSigning that its key signed")
  }
}
