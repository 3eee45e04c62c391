internal import DER
internal import X509

/// Each qualified policy says what the certificate is: two of them say two things. So do two of EN 319 411-1.
struct QualifiedPolicyIsSingle: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.5-3.policy_identifiers_conflict", source: .en319411part2("5.3, EN 319 412-2 QCS-5.2-2"),
    scope: .subjects, duties: [.b1, .i2])

  func check(_ content: CertificateContent) -> [Violation] {
    let policies = content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    return Self.arcs.compactMap { arc in
      let below = Set(policies.filter { $0.isBelow(arc) }.map(\.description)).sorted()
      return below.count < 2
        ? nil
        : Violation(
          field: "extensions.certificatePolicies", found: below.joined(separator: ", "),
          required: "one policy below \(arc)")
    }
  }

  private static let arcs = [ObjectIdentifier(0, 4, 0, 194112, 1), ObjectIdentifier(0, 4, 0, 2042, 1)]
}
