internal import Evidence

/// Password and code are right, and the code was not used before. Which of them was wrong is not told.
struct SharedSecretIsRight: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.shared_secret_wrong",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.sharedSecrets.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.sharedSecrets.filter { !$0.passwordMatches || !$0.codeMatches || $0.codeIsReused }.map { _ in
      Violation(field: "proof.sharedSecret", found: "wrong", required: "the password, and a code not used before")
    }
  }
}
