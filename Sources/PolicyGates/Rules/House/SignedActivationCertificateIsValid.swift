internal import Evidence

/// The certificate with which the signatory releases signatures is in its time.
struct SignedActivationCertificateIsValid: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.statement_certificate_expired",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.statements.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.statements.filter {
      evidence.authorisedAt < $0.signerNotBefore || evidence.authorisedAt > $0.signerNotAfter
    }.map {
      Violation(
        field: "proof.statement.certificate", found: "\($0.signerNotBefore) to \($0.signerNotAfter)",
        required: "a time that holds \(evidence.authorisedAt)")
    }
  }
}
