internal import Evidence

/// Whoever has a copy of the attestation key makes statements about any key.
struct AttestationKeyIsConfined: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.attestation_key_loose", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func applies(to evidence: StatementEvidence) -> Bool { evidence.signer.attributes != nil }

  func check(_ evidence: StatementEvidence) -> [Violation] {
    guard let key = evidence.signer.attributes else { return [] }
    return [
      ("local", key.local), ("sensitive", key.sensitive), ("alwaysSensitive", key.alwaysSensitive),
      ("neverExtractable", key.neverExtractable), ("notExtractable", key.extractable.negated),
    ].flatMap { name, value in
      [Violation].unless(value == .yes, "attestationKey.\(name)", found: value.rawValue, required: Truth.yes.rawValue)
    }
  }
}
