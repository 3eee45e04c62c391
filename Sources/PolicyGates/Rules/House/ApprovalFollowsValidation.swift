internal import Evidence

/// What is approved has been validated before, and nothing is approved ahead of time.
struct ApprovalFollowsValidation: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.application.approval_out_of_order", source: .en319411part1("REG-6.3.2-00B", house: true),
    scope: .subjects, duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { !facts.approvals.isEmpty }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.approvals.enumerated().compactMap { index, approval in
      let validated = facts.application?.registration?.validatedAt
      let isOrdered = approval.at <= facts.now && validated.map { $0 <= approval.at } != false
      guard !isOrdered else { return nil }
      return Violation(
        field: "application.processing.approvals[\(index)].at", found: "\(approval.at)",
        required: "after the validation\(validated.map { " at \($0)" } ?? "") and before \(facts.now)")
    }
  }
}
