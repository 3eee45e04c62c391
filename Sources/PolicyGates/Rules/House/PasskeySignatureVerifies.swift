internal import Evidence

/// The enrolled key made the signature over what the authenticator and the browser said.
struct PasskeySignatureVerifies: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.passkey.signature_invalid",
    source: .house("passkeys; WebAuthn Level 2, 7.2"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.passkeys.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.passkeys.filter { !$0.signatureValid }.map { passkey in
      Violation(
        field: "proof.signature", found: "\(passkey.signatureValid ? "valid" : "invalid")",
        required: "valid under the enrolled key")
    }
  }
}
