internal import DER
internal import X509

/// Where the certificate says how the organisation's identifier is to be read, it can be read so.
struct OrganizationIdentifierFollowsSemantics: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_1.leg-5-1-4-01.organization_identifier", source: .en319412part1("LEG-5.1.4-01, LEG-5.1.6-01"))

  func applies(to content: CertificateContent) -> Bool { content.declares(.legal) || content.declares(.eIDASLegal) }

  func check(_ content: CertificateContent) -> [Violation] {
    let form: IdentifierForm = content.declares(.eIDASLegal) ? .eIDASLegal : .legal
    return content.subjectValues(of: .organizationIdentifier, isRequired: true).filter { !form.admits($0, content) }
      .map { Violation(field: "subject.organizationIdentifier", found: $0 ?? "absent", required: form.required) }
  }
}
