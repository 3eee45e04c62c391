internal import DER
internal import X509

/// A responder that nobody checks cannot be revoked, so it lives shortly. The standard gives no number; ours is 92 days.
struct NoCheckIsShortLived: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.responder_profile.no_check_long_lived", source: .en319411part1("CSS-6.6.3-01A", house: true),
    scope: .ocspResponder)

  func applies(to content: CertificateContent) -> Bool { content.tbs.extensions.contains { $0.oid == OCSPNoCheck.oid } }

  func check(_ content: CertificateContent) -> [Violation] {
    let days = (content.validitySeconds - 1) / 86400
    return .unless(
      days <= Self.days, "validity.notAfter", found: "\(days) days after notBefore",
      required: "at most \(Self.days) days")
  }

  private static let days: Int64 = 92
}
