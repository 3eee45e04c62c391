internal import DER
internal import X509

/// A person is named by country, common name, and either given name or surname, or a pseudonym.
struct SubjectNamesAPerson: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-2-4-1.subject_attribute_missing", source: .en319412part2("NAT-4.2.4-1"),
    scope: .naturalPersons)

  func applies(to content: CertificateContent) -> Bool { content.isOfNaturalPerson }

  func check(_ content: CertificateContent) -> [Violation] {
    let has = { content.tbs.subject.attributes.map(\.type).contains($0) }
    return [
      [Violation].unless(has(.countryName), "subject.countryName", found: "absent", required: "present"),
      .unless(has(.commonName), "subject.commonName", found: "absent", required: "present"),
      .unless(
        has(.givenName) || has(.surname) || has(.pseudonym), "subject.surname",
        found: "no givenName, surname or pseudonym", required: "givenName or surname, or else pseudonym"),
    ].flatMap { $0 }
  }
}
