internal import DER
internal import X509

/// Where the certificate says how its subject's serialNumber is to be read, it can be read so.
struct PersonIdentifierFollowsSemantics: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_1.nat-5-1-3-01.person_identifier", source: .en319412part1("NAT-5.1.3-01, NAT-5.1.5-01"))

  func applies(to content: CertificateContent) -> Bool { content.declares(.natural) || content.declares(.eIDASNatural) }

  func check(_ content: CertificateContent) -> [Violation] {
    let form: IdentifierForm = content.declares(.eIDASNatural) ? .eIDAS : .natural
    return content.subjectValues(of: .serialNumber, isRequired: true).filter { !form.admits($0, content) }.map {
      Violation(field: "subject.serialNumber", found: $0 ?? "absent", required: form.required)
    }
  }
}
