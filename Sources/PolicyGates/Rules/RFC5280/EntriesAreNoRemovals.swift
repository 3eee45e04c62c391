internal import X509

/// Only a list of changes takes something back.
struct EntriesAreNoRemovals: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-3-1.removal_in_whole_list", source: .rfc5280("5.3.1"), scope: .certificateList, duties: [.s4])

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.entries(".reasonCode", required: "a reason for revocation") { entry in
      entry.reason.value == .removeFromCRL ? "\(CRLReason.removeFromCRL)" : nil
    }
  }
}
