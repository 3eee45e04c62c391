internal import Evidence

/// The terms themselves tell the subscriber that the certificates are EU qualified ones (R-I7).
struct TermsSayEUQualified: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.agreement.terms_not_eu_qualified",
    source: .en319411part2("OVR-6.9.4-01, -02", house: true), scope: .qualified, duties: [.i7])

  func applies(to facts: ProcessFacts) -> Bool { facts.terms != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.terms?.statesEUQualified == true, "application.agreement.termsVersion",
      found: facts.terms?.version ?? "absent",
      required: "terms that say that the policy is for EU qualified certificates")
  }
}
