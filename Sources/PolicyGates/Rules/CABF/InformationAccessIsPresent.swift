internal import X509

/// Browsers complete paths and ask for the status with it.
struct InformationAccessIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-6.authority_info_access_missing", source: .baselineRequirements("7.1.2.7.6"),
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(AuthorityInformationAccess.self) != .absent, "extensions.authorityInfoAccess",
      found: "absent", required: "present")
  }
}
