internal import X509

/// Extensions exist in version 3 only (EN 319 412-2 GEN-4.2.1-1 asks for it too).
struct VersionIsV3: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-1.version_not_v3", source: .rfc5280("4.1.2.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.version == .v3, "version", found: "v\(content.tbs.version.rawValue + 1)", required: "v3")
  }
}
