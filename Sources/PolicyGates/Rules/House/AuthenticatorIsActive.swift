internal import Evidence

/// An authenticator that was lost, replaced or revoked releases nothing.
struct AuthenticatorIsActive: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.authenticator_revoked",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.proofs.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.proofs.map(\.authenticator).filter { !$0.isActive }.map {
      Violation(field: "proof.authenticator", found: "\($0.id), revoked", required: "one that is in use")
    }
  }
}
