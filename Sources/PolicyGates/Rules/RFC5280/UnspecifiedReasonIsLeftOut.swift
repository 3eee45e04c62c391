internal import X509

/// Whoever gives no reason leaves it out.
struct UnspecifiedReasonIsLeftOut: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-3-1.reason_unspecified", source: .rfc5280("5.3.1"), severity: .warning, scope: .certificateList
  )

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.entries(".reasonCode", required: "a reason, or none at all") { entry in
      entry.reason.value == .unspecified ? "\(CRLReason.unspecified)" : nil
    }
  }
}
