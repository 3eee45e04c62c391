internal import DER
internal import Evidence
internal import X509

/// A certificate claims no policy that it was not judged by: no qualified one under a general one, and beside a policy of the
/// TSP's own no other than the one that its CP builds on.
struct OtherPoliciesAreNotClaimed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-3-02.policy_not_declared",
    source: .en319411part1("GEN-6.3.3-02, EN 319 411-2 GEN-6.6.1-05"), scope: .subjects)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(CertificatePolicies.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let policy = content.policy else { return [] }
    let identifiers = content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    let isNamed = identifiers.contains { $0.description == policy.dottedOID }
    let isNamedByTSP = !isNamed && identifiers.contains(where: content.tspPolicies.contains)
    return identifiers.filter { identifier in
      if identifier.isBelow(Self.qualified) { return !policy.isQualified || isNamedByTSP }
      return identifier.isBelow(Self.general) && !policy.isQualified && isNamedByTSP
    }
    .map {
      Violation(
        field: "extensions.certificatePolicies", found: "\($0)",
        required: "no policy besides \(policy.dottedOID) (\(policy.rawValue))")
    }
  }

  private static let qualified = ObjectIdentifier(0, 4, 0, 194112, 1)
  private static let general = ObjectIdentifier(0, 4, 0, 2042, 1)
}
