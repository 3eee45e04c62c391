internal import X509

/// A CA below another one says under which policies it issues; anyPolicy will do within one TSP.
struct CAPoliciesArePresent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.policies_missing", source: .house("CA profile; RFC 5280 4.2.1.4"),
    scope: .subordinateCAs)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(CertificatePolicies.self).value != nil, "extensions.certificatePolicies",
      found: "absent", required: "present")
  }
}
