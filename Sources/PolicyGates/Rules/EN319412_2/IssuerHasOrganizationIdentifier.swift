internal import DER
internal import X509

/// A TSP that is registered somewhere, as legal persons are, says its number.
struct IssuerHasOrganizationIdentifier: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-2-3-1-3.issuer_organization_identifier_missing",
    source: .en319412part2("GEN-4.2.3.1-3"), severity: .warning)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.issuer.attributes.contains { $0.type == .organizationIdentifier }, "issuer.organizationIdentifier",
      found: "absent", required: "present if a registration number is known")
  }
}
