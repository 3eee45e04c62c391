internal import X509

/// Names are made of labels of letters, digits and inner hyphens; an asterisk stands alone and leftmost, an address is no name.
struct DomainNamesAreWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.domain_name_form", source: .baselineRequirements("7.1.2.7.12, 1.6.1"), scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    !content.domainNames.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.domainNames.filter { !$0.isWellFormed }.map {
      Violation(
        field: "extensions.subjectAltName", found: $0.text.isEmpty ? "empty" : $0.text,
        required: "labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *")
    }
  }
}
