internal import DER
internal import X509

/// QCP+ and QCP of TS 101 456 ended with Directive 1999/93/EC.
struct RetiredPolicyIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.policy_retired", source: .en319411part2("5.3", house: true), scope: .endEntities,
    duties: [.i2])

  func check(_ content: CertificateContent) -> [Violation] {
    let policies = content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    return policies.filter { $0.isBelow(Self.arc) }.map {
      Violation(field: "extensions.certificatePolicies", found: "\($0)", required: "no policy below \(Self.arc)")
    }
  }

  private static let arc = ObjectIdentifier(0, 4, 0, 1456, 1)
}
