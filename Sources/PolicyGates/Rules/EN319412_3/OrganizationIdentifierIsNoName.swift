internal import DER
internal import X509

/// The identifier tells organisations of one name apart, so it is not the name.
struct OrganizationIdentifierIsNoName: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_3.leg-4-2-1-6.organization_identifier_is_name",
    source: .en319412part3("LEG-4.2.1-6"), scope: .legalPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfLegalPerson
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let names = Set(content.tbs.subject.values(of: .organizationName).map(\.text))
    return content.tbs.subject.values(of: .organizationIdentifier).map(\.text).filter(names.contains).map {
      Violation(field: "subject.organizationIdentifier", found: $0, required: "another text than organizationName")
    }
  }
}
