internal import DER
internal import X509

/// One subject is in one country and has one name.
struct WebSubjectAttributesAreSingle: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_4.web-4-1-3-2.subject_attribute_repeated",
    source: .en319412part4("WEB-4.1.3-2, WEB-4.1.3-3, EN 319 412-2 NAT-4.2.4-3, EN 319 412-3 LEG-4.2.1-3"),
    scope: .plainQualifiedWeb)

  /// Where the kind was declared, the rules for that kind of person ask it.
  func applies(to content: CertificateContent) -> Bool { !content.isOfNaturalPerson && !content.isOfLegalPerson }

  func check(_ content: CertificateContent) -> [Violation] {
    let types = content.tbs.subject.attributes.map(\.type)
    let isPerson = [.givenName, .surname, .pseudonym].contains { content.hasSubject($0) }
    let once: [ObjectIdentifier] =
      [.countryName, .commonName] + (isPerson ? [] : [.organizationName, .organizationIdentifier])
    return once.filter { type in types.filter { $0 == type }.count > 1 }.map {
      Violation(field: NameAttribute.field($0, of: "subject"), found: "more than one", required: "one")
    }
  }
}
