internal import DER
internal import X509

/// A name of a person in a seal makes readers take it for that person's signature.
struct SealNamesNoPerson: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.personal_name_in_seal",
    source: .en319412part3("LEG-4.2.1-1", house: true), scope: .legalPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfLegalPerson
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.attributes.map(\.type).filter(Self.personal.contains).map {
      Violation(
        field: NameAttribute.field($0, of: "subject"), found: "present", required: "absent from a legal person's name")
    }
  }

  private static let personal: [ObjectIdentifier] = [.givenName, .surname, .pseudonym]
}
