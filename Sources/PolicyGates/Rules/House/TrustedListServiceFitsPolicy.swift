internal import Evidence

/// The list says for what the service is qualified: signatures, seals or websites (additionalServiceInformation of TS 119 612).
struct TrustedListServiceFitsPolicy: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.boundary.trusted_list_service_type", source: .en319411part2("OVR-6.3.5-12", house: true),
    scope: .qualified, duties: [.b4, .i9])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.trustedList != nil && !facts.content.demo }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let required = Self.information(facts.content.policy)
    let found = facts.application?.trustedList?.serviceInformation
    return .unless(
      found == required, "application.trustedList.serviceInformation", found: found ?? "absent", required: required)
  }

  private static func information(_ policy: CertificatePolicy?) -> String {
    guard let scope = policy.map({ RuleScope($0) }) else { return "" }
    if RuleScope.qualifiedSignatures.contains(scope) { return "ForeSignatures" }
    return RuleScope.qualifiedSeals.contains(scope) ? "ForeSeals" : "ForWebSiteAuthentication"
  }
}
