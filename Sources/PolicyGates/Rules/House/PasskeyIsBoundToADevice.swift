internal import Evidence

/// A passkey that its provider copies between devices is in somebody else's hands too; the credential says whether that is
/// taken.
struct PasskeyIsBoundToADevice: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.synchronised",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool {
    !evidence.passkeys.isEmpty && !evidence.credential.takesSyncedPasskeys
  }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { !$0.isDeviceBound }.map { passkey in
      Violation(
        field: "proof.backup", found: passkey.backupState ? "synchronised" : "may be synchronised",
        required: "a passkey that stays in one device")
    }
  }
}
