internal import Evidence

/// The passkey signed the digest over exactly this session, credential, documents and count.
struct PasskeyAnswersTheChallenge: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.challenge_differs",
    source: .house("passkeys; WebAuthn Level 2, 7.2"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.passkeys.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { !$0.challengeMatches }.map { passkey in
      Violation(
        field: "proof.challenge", found: "\(passkey.challengeMatches ? "this" : "another")",
        required: "the digest of what is released")
    }
  }
}
