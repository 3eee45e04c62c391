internal import X509

/// A CA certificate can always be revoked.
struct NoRevAvailIsNotForCAs: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_9608.3.no_rev_avail_in_ca", source: .rfc9608("3"), scope: .cas)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(NoRevAvail.self) == .absent, "extensions.noRevAvail", found: "present",
      required: "absent")
  }
}
