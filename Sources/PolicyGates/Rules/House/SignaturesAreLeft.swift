internal import Evidence

/// No more signatures are made than were released.
struct SignaturesAreLeft: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.signatures_used_up",
    source: .house("CSC API 2.0, 9: no more signatures than authorised"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      !evidence.use.hashes.isEmpty && evidence.use.hashes.count <= evidence.use.unusedSignatures, "hashes",
      found: "\(evidence.use.hashes.count)", required: "1 to \(evidence.use.unusedSignatures), which are left")
  }
}
