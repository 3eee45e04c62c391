internal import Evidence

/// The authenticator knew its owner by a PIN or by the body, not merely that somebody touched it.
struct PasskeyUserIsVerified: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.user_not_verified",
    source: .house("passkeys; WebAuthn Level 2, 7.2"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.passkeys.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { !$0.userPresent || !$0.userVerified }.map { passkey in
      Violation(
        field: "proof.user", found: "present \(passkey.userPresent), verified \(passkey.userVerified)",
        required: "present true, verified true")
    }
  }
}
