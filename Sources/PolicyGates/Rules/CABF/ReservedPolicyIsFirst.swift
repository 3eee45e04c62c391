internal import DER
internal import X509

/// Some readers look at the first policy alone.
struct ReservedPolicyIsFirst: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-9.reserved_policy_not_first", source: .baselineRequirements("7.1.2.7.9"),
    severity: .warning, scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    !ObjectIdentifier.reservedPolicies.isDisjoint(with: content.policyIdentifiers)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.policyIdentifiers.first.map(ObjectIdentifier.reservedPolicies.contains) == true,
      "extensions.certificatePolicies", found: content.policyIdentifiers.first.map(\.description) ?? "absent",
      required: "the CA/Browser Forum's identifier before all others")
  }
}
