internal import Evidence

/// A counter that does not grow tells of a copied authenticator, or of an answer used again.
struct PasskeyCounterAdvances: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.counter_stale",
    source: .house("passkeys; WebAuthn Level 2, 7.2"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.passkeys.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { $0.counterIsStale }.map { passkey in
      Violation(field: "proof.counter", found: "\(passkey.counter)", required: "more than the last one")
    }
  }
}
