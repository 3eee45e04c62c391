internal import Evidence
internal import X509

/// The statement says of the key what the token says, no more and no less.
struct StatementClaimsAreTheTokens: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.claims_differ", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    let attributes = evidence.attributes
    guard let element = evidence.element(.key) else {
      return [Violation(field: "statement.key", found: "none, or several", required: "one key")]
    }
    let known = Set(
      [PKIXEvidenceName.identifier, .spki, .local, .sensitive, .extractable, .neverExtractable]
        .map { evidence.arc.identifier(of: $0) } + SealgateArc.claims)
    let stranger = element.claims.first { !known.contains($0.type) }?.type
    return evidence.compare(.spki, with: .octets(attributes.spki))
      + evidence.compare(.local, with: attributes.local.statementValue)
      + evidence.compare(.sensitive, with: attributes.sensitive.statementValue)
      + evidence.compare(.extractable, with: attributes.extractable.statementValue)
      + evidence.compare(.neverExtractable, with: attributes.neverExtractable.statementValue)
      + evidence.compare(
        SealgateArc.alwaysSensitiveClaim, .boolean, in: .key, called: "always-sensitive",
        with: attributes.alwaysSensitive.statementValue)
      + evidence.compare(
        SealgateArc.generationMechanismClaim, .integer, in: .key, called: "generation-mechanism",
        with: attributes.generationMechanism.flatMap { Int64(exactly: $0) }.map { .integer($0) })
      + .unless(
        stranger == nil, "statement.key", found: "a claim \(stranger.map { "\($0)" } ?? "")",
        required: "claims that the token makes")
  }
}
