internal import Evidence

/// After the certificate is there nobody but the owner releases a signature.
struct PossessionIsProvenOnceBefore: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.possession_after_certificate",
    source: .house("sole control"), scope: .soleControl, duties: [.a7, .q4])

  func check(_ evidence: PossessionEvidence) -> [Violation] {
    .unless(
      evidence.credential.status == .pending, "credential.status", found: evidence.credential.status.rawValue,
      required: CredentialStatus.pending.rawValue)
  }
}
