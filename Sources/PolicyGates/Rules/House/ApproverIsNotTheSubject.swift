internal import Evidence

/// Nobody approves their own certificate.
struct ApproverIsNotTheSubject: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.application.approver_is_subject", source: .en319411part1("REG-6.2.2-26", house: true),
    scope: .subjects, duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { !facts.approvals.isEmpty }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let subject = facts.application?.registration?.subjectID
    return facts.approvals.enumerated().filter { $0.element.approver == subject }.map {
      Violation(
        field: "application.processing.approvals[\($0.offset)].approver", found: $0.element.approver,
        required: "somebody other than the subject")
    }
  }
}
