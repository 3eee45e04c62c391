internal import DER
internal import X509

/// A bank looks the payment service up by its identifier.
struct PSD2SubjectIsIdentified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_495.gen-5-3-3.organization_identifier_missing", source: .ts119495("GEN-5.3-3"),
    scope: [.qualifiedWeb, .qualifiedSeals])

  func applies(to content: CertificateContent) -> Bool {
    content.psd2Statement != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.hasSubject(.organizationIdentifier), "subject.organizationIdentifier", found: "absent",
      required: "present beside the PSD2 statement")
  }
}
