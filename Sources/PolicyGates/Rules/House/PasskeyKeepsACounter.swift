internal import Evidence

/// A passkey without a counter cannot tell of its copies; the credential says whether that is taken.
struct PasskeyKeepsACounter: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.counterless",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool {
    !evidence.passkeys.isEmpty && !evidence.credential.takesCounterlessPasskeys
  }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { $0.counterState == .none }.map { _ in
      Violation(field: "proof.counter", found: "0, as ever", required: "a passkey that counts its signatures")
    }
  }
}
