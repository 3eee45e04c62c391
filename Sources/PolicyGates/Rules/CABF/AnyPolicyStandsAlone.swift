internal import DER
internal import X509

/// Beside any policy another one says nothing.
struct AnyPolicyStandsAlone: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-10-5.any_policy_not_alone", source: .baselineRequirements("7.1.2.10.5, 7.1.2.2.6"),
    scope: .subordinateCAs)

  func applies(to ca: PlannedCA) -> Bool { ca.plan.isForWebsites }

  func check(_ ca: PlannedCA) -> [Violation] {
    let policies = ca.content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    return .unless(
      policies.count == 1 || !policies.contains(.anyPolicy), "extensions.certificatePolicies",
      found: policies.map(\.description).joined(separator: ", "), required: "anyPolicy alone, or others without it")
  }
}
