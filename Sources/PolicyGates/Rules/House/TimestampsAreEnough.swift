internal import X509

/// Browsers want the answers of two logs, and of three where the certificate lives longer than 180 days. Which logs they know is not
/// known here.
struct TimestampsAreEnough: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.transparency.timestamps_few", source: .house("the CT policies of Chrome and Apple"),
    severity: .warning, scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    !content.isPrecertificate
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let required = content.validitySeconds > 180 * 86400 ? 3 : 2
    let count = Set(content.timestamps.map(\.logID)).count
    return .unless(
      count >= required, "extensions.signedCertificateTimestamps", found: "\(count) logs",
      required: "at least \(required)")
  }
}
