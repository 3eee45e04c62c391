internal import X509

/// A website is what the alternative names say; the subject's name is not looked at.
struct HostIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.host_missing", source: .baselineRequirements("7.1.2.7.12, EN 319 412-4 WEB-4.1.3-4"),
    scope: .web)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.domainNames.isEmpty || !content.addresses.isEmpty, "extensions.subjectAltName", found: "no host",
      required: "at least one dNSName or iPAddress")
  }
}
