internal import X509

/// A reader that does not know key usage should not use the key.
struct KeyUsageIsCritical: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-3.key_usage_not_critical", source: .rfc5280("4.2.1.3"), severity: .warning,
    scope: .endEntities)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(KeyUsage.self).critical != false, "extensions.keyUsage", found: "not critical",
      required: "critical")
  }
}
