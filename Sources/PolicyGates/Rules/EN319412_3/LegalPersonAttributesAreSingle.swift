internal import DER
internal import X509

/// Of two names of an organisation nobody knows which one is registered.
struct LegalPersonAttributesAreSingle: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_3.leg-4-2-1-3.subject_attribute_repeated",
    source: .en319412part3("LEG-4.2.1-3"), scope: .legalPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfLegalPerson
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let types = content.tbs.subject.attributes.map(\.type)
    return LegalPersonIsNamed.required.filter { once in types.filter { $0 == once }.count > 1 }.map {
      Violation(field: NameAttribute.field($0, of: "subject"), found: "more than one", required: "one")
    }
  }
}
