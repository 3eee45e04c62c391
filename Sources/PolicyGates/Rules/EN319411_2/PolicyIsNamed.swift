internal import DER
internal import Evidence
internal import X509

/// The certificate names the policy that it was issued under, or one of the TSP's own whose CP tells that it builds on
/// that policy (GEN-6.6.1-07).
struct PolicyIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-05.policy_identifier_missing",
    source: .en319411part2("GEN-6.6.1-05, GEN-6.3.3-02"), scope: .subjects, duties: [.b1, .i2])

  func check(_ content: CertificateContent) -> [Violation] {
    guard let policy = content.policy else { return [] }
    let identifiers = content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    let found = identifiers.map(\.description)
    return .unless(
      found.contains(policy.dottedOID) || identifiers.contains(where: content.tspPolicies.contains),
      "extensions.certificatePolicies",
      found: found.isEmpty ? "absent" : found.joined(separator: ", "),
      required: "\(policy.dottedOID) (\(policy.rawValue)), or a policy whose CP builds on it")
  }
}
