internal import DER
internal import X509

/// One person is in one country and has one common name.
struct SubjectAttributesAreSingle: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-2-4-3.subject_attribute_repeated", source: .en319412part2("NAT-4.2.4-3"),
    scope: .naturalPersons)

  func applies(to content: CertificateContent) -> Bool { content.isOfNaturalPerson }

  func check(_ content: CertificateContent) -> [Violation] {
    let types = content.tbs.subject.attributes.map(\.type)
    let once: [(String, ObjectIdentifier)] = [("countryName", .countryName), ("commonName", .commonName)]
    return once.filter { name, type in types.filter { $0 == type }.count > 1 }.map { name, _ in
      Violation(field: "subject.\(name)", found: "more than one", required: "one")
    }
  }
}
