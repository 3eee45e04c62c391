internal import Evidence
internal import X509

/// A certificate that begins before it was made lends its validity to signatures from before.
struct NotBeforeIsNotInThePast: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.validity.back_dated", source: .house("an hour of tolerance for clocks"))

  func check(_ content: CertificateContent) -> [Violation] {
    let notBefore = content.tbs.validity.notBefore
    let earliest = content.issuedAt.adding(seconds: -Self.tolerance)
    return .unless(
      Instant(seconds: notBefore.secondsSinceEpoch) >= earliest, "validity.notBefore", found: "\(notBefore)",
      required: "not before \(earliest)")
  }

  /// Seconds.
  static let tolerance: Int64 = 3600
}
