internal import Evidence
internal import X509

/// Without the verifier's nonce an old statement passes for a new one.
struct StatementCarriesTheNonce: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.nonce", source: .house("our own evidence"), scope: .keyStatement, duties: [.q2])

  /// Octets of a nonce (RFC 9711, 4.1).
  private static let lengths = 8...64

  func check(_ evidence: StatementEvidence) -> [Violation] {
    [Violation].unless(
      Self.lengths.contains(evidence.nonce.count), "nonce", found: "\(evidence.nonce.count) octets",
      required: "\(Self.lengths.lowerBound) to \(Self.lengths.upperBound) octets")
      + .unless(
        evidence.value(.nonce) == .octets(evidence.nonce), "statement.nonce", found: "another, none or several",
        required: Hex.encode(evidence.nonce.prefix(64)))
  }
}
