internal import Evidence

/// Too many wrong tries lock password and code, right ones too.
struct SharedSecretIsNotLocked: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.shared_secret_locked",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.sharedSecrets.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.sharedSecrets.filter(\.isLocked).map { _ in
      Violation(field: "proof.sharedSecret", found: "locked", required: "one that is not locked after wrong tries")
    }
  }
}
