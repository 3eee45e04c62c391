internal import Evidence

/// For a qualified certificate each approval is signed by the approver whom it names.
struct ApprovalsAreSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.application.approval_not_signed", source: .en319411part1("REG-6.3.2-01", house: true),
    scope: .qualified, duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { !facts.approvals.isEmpty }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.approvals.enumerated().compactMap { index, approval in
      let isSigned = facts.signatures.contains { $0.part == .approval(index) && $0.signer == approval.approver }
      guard !isSigned else { return nil }
      return Violation(
        field: "application.signatures", found: "no signature over approvals/\(index) by \(approval.approver)",
        required: "a signature of each approver")
    }
  }
}
