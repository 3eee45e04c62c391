internal import Evidence
internal import X509

/// Verifiers refuse a signer whose certificate has run out, or has not begun.
struct AttestationCertificateIsValid: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.certificate_expired", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    let validity = evidence.signer.certificate.validity
    return .unless(
      validity.contains(secondsSinceEpoch: evidence.now.seconds), "attestationKey.certificate.validity",
      found: "\(validity.notBefore) to \(validity.notAfter)", required: "valid at \(evidence.now)")
  }
}
