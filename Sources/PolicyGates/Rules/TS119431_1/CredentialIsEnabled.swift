internal import Evidence

/// A key that is not activated for its owner, or no more, signs nothing.
struct CredentialIsEnabled: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-05.credential_disabled",
    source: .ts119431part1("SIG-6.3.1-05"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.credential.status == .enabled, "credential.status", found: evidence.credential.status.rawValue,
      required: CredentialStatus.enabled.rawValue)
  }
}
