internal import Evidence

/// Who issues for the longest time allowed is a leap second away from too long.
struct ValidityKeepsADayBelow: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.6-3-2.validity_at_its_limit", source: .baselineRequirements("6.3.2"), severity: .warning,
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    let longest = BaselineDates.longestValidity(at: content.issuedAt)
    let isOver = content.validitySeconds > longest * 86400
    return .unless(
      isOver || content.validitySeconds <= (longest - 1) * 86400, "validity",
      found: "\(content.validitySeconds) seconds", required: "at most \(longest - 1) days")
  }
}
