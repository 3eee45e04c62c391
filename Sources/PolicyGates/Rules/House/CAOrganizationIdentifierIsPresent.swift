internal import DER
internal import X509

/// The subject of a CA will be the issuer of others: what those should say of it, it says itself.
struct CAOrganizationIdentifierIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.organization_identifier_missing",
    source: .en319412part2("GEN-4.2.3.1-3", house: true), severity: .warning, scope: .issuingCA)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.subject.attributes.contains { $0.type == .organizationIdentifier }, "subject.organizationIdentifier",
      found: "absent", required: "present if a registration number is known")
  }
}
