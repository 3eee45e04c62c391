internal import X509

/// The algorithm that the list names is one that the signer's key can make.
struct ListSignatureFitsKey: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-2.list_signature_algorithm", source: .rfc5280("5.1.1.2, 5.1.2.2"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.signer.schemeViolations(evidence.list.signature)
  }
}
