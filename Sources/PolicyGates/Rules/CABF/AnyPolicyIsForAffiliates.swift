internal import X509

/// A CA of another organisation names the policies under which it may issue.
struct AnyPolicyIsForAffiliates: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-10-5.any_policy", source: .baselineRequirements("7.1.2.10.5, 7.1.2.2.6"),
    scope: .subordinateCAs)

  func applies(to ca: PlannedCA) -> Bool { !ca.plan.isAffiliated }

  func check(_ ca: PlannedCA) -> [Violation] {
    let policies = ca.content.extensionValue(CertificatePolicies.self).value?.identifiers ?? []
    return .unless(
      !policies.isEmpty && !policies.contains(.anyPolicy), "extensions.certificatePolicies",
      found: policies.isEmpty ? "absent" : "anyPolicy",
      required: "policies by name, as the CA is another organisation's")
  }
}
