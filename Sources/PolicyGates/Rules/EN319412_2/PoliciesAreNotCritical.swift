internal import X509

/// Readers that process no policies should still take the certificate.
struct PoliciesAreNotCritical: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-3-2.certificate_policies_critical", source: .en319412part2("GEN-4.3.3-2"),
    severity: .warning, scope: .beyondBrowserForum)

  func applies(to content: CertificateContent) -> Bool { !content.isCA }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(CertificatePolicies.self).critical != true, "extensions.certificatePolicies",
      found: "critical", required: "not critical")
  }
}
