internal import X509

/// Nobody can show control of a name that public name servers do not know. Which top-level domains exist changes from day to day
/// and is not known here; which never will, is.
struct DomainNamesAreNotInternal: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.internal_name", source: .baselineRequirements("7.1.2.7.12, 1.6.1 Internal Name"),
    scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    !content.domainNames.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.domainNames.filter { $0.isWellFormed && $0.isInternal }.map {
      Violation(field: "extensions.subjectAltName", found: $0.text, required: "a name below a public top-level domain")
    }
  }
}
