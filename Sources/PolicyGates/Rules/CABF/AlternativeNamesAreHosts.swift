internal import X509

/// A website's certificate names hosts and nothing else.
struct AlternativeNamesAreHosts: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.alternative_name_kind", source: .baselineRequirements("7.1.2.7.12"), scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(SubjectAlternativeName.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.extensionValue(SubjectAlternativeName.self).value?.names ?? []).compactMap { name in
      switch name {
      case .dnsName, .ipAddress: nil
      default:
        Violation(field: "extensions.subjectAltName", found: "\(name)", required: "dNSName and iPAddress alone")
      }
    }
  }
}
