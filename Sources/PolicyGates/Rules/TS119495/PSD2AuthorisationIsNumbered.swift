internal import DER
internal import X509

/// The number under which the authority authorised the service is the identifier to prefer, and the authority in it is the one that the
/// statement names.
struct PSD2AuthorisationIsNumbered: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_495.gen-5-2-1-3.authorisation_number", source: .ts119495("GEN-5.2.1-3"), severity: .warning,
    scope: [.qualifiedWeb, .qualifiedSeals])

  func applies(to content: CertificateContent) -> Bool {
    content.psd2Statement.map { !PSD2Roles.hasNoAuthority($0) } == true
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let statement = content.psd2Statement else { return [] }
    return content.subjectValues(of: .organizationIdentifier, isRequired: false).filter {
      $0?.hasPrefix("PSD\(statement.authorityID)-") != true
    }.map {
      Violation(
        field: "subject.organizationIdentifier", found: $0 ?? "no text",
        required: "PSD\(statement.authorityID)- and the number of the authorisation")
    }
  }
}
