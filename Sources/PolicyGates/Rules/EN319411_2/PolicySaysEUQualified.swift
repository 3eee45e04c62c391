internal import Evidence

/// The certificate policy says plainly that it is for EU qualified certificates.
struct PolicySaysEUQualified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.ovr-6-9-4-02.cp_not_eu_qualified", source: .en319411part2("OVR-6.9.4-02"), scope: .qualified,
    duties: [.i7])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.policyDocuments?.statesEUQualified == true, "application.policyDocuments.statesEUQualified",
      found: facts.application?.policyDocuments?.statesEUQualified == nil ? "absent" : "false", required: "true")
  }
}
