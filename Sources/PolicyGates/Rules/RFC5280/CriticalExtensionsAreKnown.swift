internal import DER
internal import X509

/// A critical extension that nobody here understands cannot be vouched for.
struct CriticalExtensionsAreKnown: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2.critical_extension_unknown", source: .rfc5280("4.2"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.extensions
      .filter { item in item.critical && !KnownExtension.all.contains { $0.oid == item.oid } }
      .map {
        Violation(
          field: KnownExtension.field($0.oid), found: "critical and unknown", required: "known, or not critical")
      }
  }
}
