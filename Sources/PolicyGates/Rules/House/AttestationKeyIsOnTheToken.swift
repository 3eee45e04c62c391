internal import Evidence

/// A statement about a key is made where the key is: a key elsewhere saw nothing.
struct AttestationKeyIsOnTheToken: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.attestation_key_elsewhere", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    let (key, signer) = (evidence.attributes, evidence.signer.attributes)
    return .unless(
      signer.map { $0.device == key.device && $0.tokenLabel == key.tokenLabel } ?? false, "attestationKey.token",
      found: signer.map { "\($0.tokenLabel) on \($0.device)" } ?? "without the attestation key",
      required: "\(key.tokenLabel) on \(key.device)")
  }
}
