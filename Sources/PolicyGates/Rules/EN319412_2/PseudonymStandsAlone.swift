internal import DER
internal import X509

/// A pseudonym beside a real name hides nobody.
struct PseudonymStandsAlone: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-2-4-4.pseudonym_with_name", source: .en319412part2("NAT-4.2.4-4"),
    scope: .naturalPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfNaturalPerson && content.tbs.subject.attributes.contains { $0.type == .pseudonym }
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let types = content.tbs.subject.attributes.map(\.type)
    return .unless(
      !types.contains(.givenName) && !types.contains(.surname), "subject.pseudonym",
      found: "beside givenName or surname", required: "a pseudonym alone, or a name alone")
  }
}
