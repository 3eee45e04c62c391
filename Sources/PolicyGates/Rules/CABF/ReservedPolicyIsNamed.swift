internal import DER
internal import Evidence
internal import X509

/// Of the four identifiers that the CA/Browser Forum reserved, a certificate has the one of its type and no other.
struct ReservedPolicyIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-9.reserved_policy",
    source: .baselineRequirements("7.1.2.7.9, EN 319 411-1 GEN-6.3.3-12, EN 319 411-2 GEN-6.6.1-05"),
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    let found = content.policyIdentifiers.filter { ObjectIdentifier.reservedPolicies.contains($0) }
    let wanted: [ObjectIdentifier] =
      content.policy == .qncpW
      ? [.individualValidated, .organizationValidated] : content.validation.map { [$0.policy] } ?? []
    return .unless(
      found.count == 1 && found.allSatisfy(wanted.contains), "extensions.certificatePolicies",
      found: found.isEmpty ? "none of the CA/Browser Forum's" : found.map(\.description).joined(separator: ", "),
      required: wanted.map(\.description).joined(separator: " or ") + " alone of the CA/Browser Forum's")
  }
}
