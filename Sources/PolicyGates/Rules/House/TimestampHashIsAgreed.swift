internal import Evidence

/// The digest that is stamped is of the SHA-2 family: so long as a token is relied on, its digest must be good.
struct TimestampHashIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.timestamp.hash_not_agreed", source: .house("time stamps"), scope: .timestamp,
    duties: [.r8])

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    .unless(
      [.sha256, .sha384, .sha512].contains(evidence.digest.algorithm), "timestamp.hashAlgorithm",
      found: evidence.digest.algorithm.rawValue, required: "SHA-256, SHA-384 or SHA-512")
  }
}
