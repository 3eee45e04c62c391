internal import X509

/// Extended validation is of domain names; addresses may only stand beside them.
struct DomainIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-2-1.domain_name_missing", source: .evGuidelines("7.1.2.1"), scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    !content.domainNames.isEmpty || !content.addresses.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.domainNames.isEmpty, "extensions.subjectAltName", found: "addresses alone",
      required: "at least one dNSName")
  }
}
