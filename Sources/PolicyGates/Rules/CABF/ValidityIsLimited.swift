internal import Evidence

/// The longer a certificate lives, the longer it says what is no longer so; the limit falls in steps. Any part of a day is a day.
struct ValidityIsLimited: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.6-3-2.validity_too_long", source: .baselineRequirements("6.3.2, EVG 6.3.2"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    let longest = BaselineDates.longestValidity(at: content.issuedAt)
    return .unless(
      content.validitySeconds <= longest * 86400, "validity", found: "\(content.validitySeconds) seconds",
      required: "at most \(longest) days, \(longest * 86400) seconds, when issued \(content.issuedAt)")
  }
}
