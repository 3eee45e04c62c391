internal import X509

/// Where the subject has no name, a reader that skips alternative names would see nobody; where it has one, no reader may fail over
/// them.
struct NamelessSubjectIsCritical: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.alternative_name_criticality",
    source: .baselineRequirements("7.1.2.7.12, RFC 5280 4.2.1.6"), scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(SubjectAlternativeName.self) != .absent
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let isNameless = content.tbs.subject.isEmpty
    let isCritical = content.extensionValue(SubjectAlternativeName.self).critical == true
    return .unless(
      isCritical == isNameless, "extensions.subjectAltName", found: isCritical ? "critical" : "not critical",
      required: isNameless ? "critical, as the subject is empty" : "not critical, as the subject is named")
  }
}
