internal import DER
internal import X509

/// Without the Baseline Requirements the subject is named as for a signature or a seal: a person by name or pseudonym, or else an
/// organisation by name and identifier.
struct WebSubjectIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_4.web-4-1-3-2.subject_attribute_missing",
    source: .en319412part4("WEB-4.1.3-2, WEB-4.1.3-3, EN 319 412-2 NAT-4.2.4-1, EN 319 412-3 LEG-4.2.1-2"),
    scope: .plainQualifiedWeb)

  /// Where the kind was declared, the rules for that kind of person ask it.
  func applies(to content: CertificateContent) -> Bool { !content.isOfNaturalPerson && !content.isOfLegalPerson }

  func check(_ content: CertificateContent) -> [Violation] {
    let isPerson = [.givenName, .surname, .pseudonym].contains { content.hasSubject($0) }
    let required: [ObjectIdentifier] =
      [.countryName, .commonName] + (isPerson ? [] : [.organizationName, .organizationIdentifier])
    return required.filter { !content.hasSubject($0) }.map {
      Violation(
        field: NameAttribute.field($0, of: "subject"), found: "absent",
        required: "present for \(isPerson ? "a natural" : "a legal") person")
    }
  }
}
