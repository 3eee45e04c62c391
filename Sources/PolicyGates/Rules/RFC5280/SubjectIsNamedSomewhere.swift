internal import DER
internal import X509

/// A subject without a name has an alternative one, marked as critical so that nobody overlooks it.
struct SubjectIsNamedSomewhere: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-6.subject_empty",
    source: .rfc5280("4.1.2.6, 4.2.1.6"), scope: .subjects.subtracting(.web))

  func applies(to content: CertificateContent) -> Bool {
    content.tbs.subject.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let names = content.extensionValue(SubjectAlternativeName.self)
    return .unless(
      names.value != nil && names.critical == true, "subject", found: "empty",
      required: "a name, or a critical subjectAltName")
  }
}
