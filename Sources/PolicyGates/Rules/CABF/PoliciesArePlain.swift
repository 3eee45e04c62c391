internal import X509

/// A browser that processes no policies must still take the certificate.
struct PoliciesArePlain: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-6.certificate_policies_critical", source: .baselineRequirements("7.1.2.7.6"),
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(CertificatePolicies.self).critical != true, "extensions.certificatePolicies",
      found: "critical", required: "not critical")
  }
}
