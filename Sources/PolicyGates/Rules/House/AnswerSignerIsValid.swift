internal import Evidence
internal import X509

/// Verifiers look at the signer's certificate for as long as the answer lasts.
struct AnswerSignerIsValid: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ocsp_answer.signer_not_valid", source: .house("answers made ahead; RFC 6960 4.2.2.2"),
    scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let validity = evidence.signer.certificate.validity
    let times = evidence.data.responses.compactMap(\.nextUpdate) + [evidence.data.producedAt]
    let isInside = times.allSatisfy { validity.contains(secondsSinceEpoch: $0.secondsSinceEpoch) }
    return .unless(
      isInside && validity.contains(secondsSinceEpoch: evidence.now.seconds), "signer.validity",
      found: "\(validity.notBefore) to \(validity.notAfter)",
      required: "valid at \(evidence.now), when the answer is made, and until it ends")
  }
}
