internal import DER
internal import X509

/// An organisation is named by country, full name, registered identifier and common name.
struct LegalPersonIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_3.leg-4-2-1-2.subject_attribute_missing",
    source: .en319412part3("LEG-4.2.1-2"), scope: .legalPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfLegalPerson
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let types = content.tbs.subject.attributes.map(\.type)
    return Self.required.filter { !types.contains($0) }.map {
      Violation(field: NameAttribute.field($0, of: "subject"), found: "absent", required: "present")
    }
  }

  static let required: [ObjectIdentifier] = [.countryName, .organizationName, .organizationIdentifier, .commonName]
}
