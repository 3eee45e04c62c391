internal import Evidence

/// At SCAL1 nothing but password and one-time code together, or a stronger proof, releases anything.
struct SharedSecretIsGiven: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.shared_secret_missing",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { evidence.credential.level == .one }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      !evidence.proofs.isEmpty, "proof", found: "absent", required: "password and one-time code, or a stronger proof")
  }
}
