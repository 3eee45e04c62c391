internal import Evidence

/// Before an EV certificate is issued, a second person, who collected nothing of it, looks at everything together.
struct ExtendedValidationHasTwoApprovers: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.3-2-2-13.second_approver_missing", source: .evGuidelines("3.2.2.13, EN 319 411-1 REG-6.3.1-02"),
    scope: RuleScope(.evcp, .qevcpW), duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { !facts.approvals.isEmpty }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let approvers = Set(facts.approvals.map(\.approver)).subtracting([facts.application?.registration?.officer ?? ""])
    let collector = facts.application?.registration?.officer
    let people = approvers.union(collector.map { [$0] } ?? [])
    return .unless(
      !approvers.isEmpty && people.count > 1 && Set(facts.approvals.map(\.approver)).count > 1,
      "application.processing.approvals", found: approvers.sorted().joined(separator: ", "),
      required: "two people, one of whom collected nothing of it")
  }
}
