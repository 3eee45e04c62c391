internal import DER
internal import X509

/// A qualified policy for persons is built on NCP or NCP+: beside it, LCP claims less and a website's policy other things.
struct PolicyFitsItsBasis: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.5-1.policy_basis", source: .en319411part2("5.1"), scope: .qualifiedPersons, duties: [.i2])

  func check(_ content: CertificateContent) -> [Violation] {
    let policies = content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    return policies.filter { $0.isBelow(Self.arc) && !Self.basis.contains($0) }.map {
      Violation(
        field: "extensions.certificatePolicies", found: "\($0)",
        required: "of EN 319 411-1 none but NCP (\(Self.basis[0])) or NCP+ (\(Self.basis[1]))")
    }
  }

  private static let arc = ObjectIdentifier(0, 4, 0, 2042, 1)
  private static let basis = [ObjectIdentifier(0, 4, 0, 2042, 1, 1), ObjectIdentifier(0, 4, 0, 2042, 1, 2)]
}
