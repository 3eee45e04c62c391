internal import X509

/// Suspension is for subjects, where the CPS has it: a CA that is in doubt is revoked (BR 4.9.13 says so of all certificates).
struct CAIsNotSuspended: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.suspension", source: .house("CA lists; CA/B TLS BR 4.9.13, EN 319 411-1 REV-6.2.4-01"),
    scope: .certificateList, duties: [.s1])

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.entries(".reasonCode", required: "a reason for revocation") { entry in
      entry.reason.value == .certificateHold ? "\(CRLReason.certificateHold)" : nil
    }
  }
}
