internal import Evidence

/// Somebody in a trusted role approved the application: it does not come out of a machine alone.
struct ApprovalIsGiven: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-2-01.approval_missing", source: .en319411part1("REG-6.3.2-01"), scope: .subjects,
    duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      !facts.approvals.isEmpty, "application.processing.approvals", found: "empty", required: "at least one approval")
  }
}
