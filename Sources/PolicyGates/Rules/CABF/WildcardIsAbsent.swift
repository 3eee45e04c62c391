internal import X509

/// Extended validation is of each host by itself. Names of Tor are the exception of appendix B.
struct WildcardIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-2-1.wildcard", source: .evGuidelines("7.1.2.1"), scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    !content.domainNames.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.domainNames.filter { $0.isWildcard && !$0.isOnion }.map {
      Violation(field: "extensions.subjectAltName", found: $0.text, required: "a name without *")
    }
  }
}
