internal import Evidence

/// A key's word for itself is no evidence.
struct AttestationKeyIsAnother: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.attestation_key_is_subject", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    .unless(
      evidence.attributes.spki != evidence.signer.publicKey.spki, "attestationKey",
      found: "the key that the statement is about", required: "another key")
  }
}
