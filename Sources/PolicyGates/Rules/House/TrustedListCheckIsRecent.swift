internal import Evidence

/// A look that lies too far back, or ahead of the clock, says nothing about today.
struct TrustedListCheckIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.boundary.trusted_list_stale", source: .en319411part2("OVR-6.3.5-12", house: true),
    scope: .qualified, duties: [.b4, .i9])

  func applies(to facts: ProcessFacts) -> Bool {
    facts.application?.trustedList?.checkedAt != nil && !facts.content.demo
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.staleness(
      of: facts.application?.trustedList?.checkedAt, days: facts.service.practices?.listCheckDays,
      field: "application.trustedList.checkedAt")
  }
}
