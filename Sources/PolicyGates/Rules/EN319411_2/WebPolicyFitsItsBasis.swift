internal import DER
internal import Evidence

/// A qualified policy for websites is built on one general policy each; another one beside it claims other things.
struct WebPolicyFitsItsBasis: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.5-1.web_policy_basis", source: .en319411part2("5.1"), scope: .qualifiedWeb)

  func applies(to content: CertificateContent) -> Bool {
    !content.policyIdentifiers.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let policy = content.policy else { return [] }
    let basis = Self.basis(policy)
    return content.policyIdentifiers.filter { $0.isBelow(Self.arc) && !basis.contains($0) }.map {
      Violation(
        field: "extensions.certificatePolicies", found: "\($0)",
        required: "of EN 319 411-1 none but " + basis.map(\.description).joined(separator: " or "))
    }
  }

  private static let arc = ObjectIdentifier(0, 4, 0, 2042, 1)

  private static func basis(_ policy: CertificatePolicy) -> [ObjectIdentifier] {
    switch policy {
    case .qevcpW: [ObjectIdentifier(0, 4, 0, 2042, 1, 4)]
    case .qncpW: [1, 7, 8].map { ObjectIdentifier(0, 4, 0, 2042, 1, $0) }
    default: [ObjectIdentifier(0, 4, 0, 2042, 1, 1)]
    }
  }
}
