internal import Evidence

/// Subscriber and subject are both known to the TSP. Their identifiers are the TSP's own, the same for all certificates of
/// one subject: registers tell subjects apart by them.
struct SubjectIsIdentified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-01.identity_missing", source: .en319411part1("REG-6.2.2-01"), scope: .subjects,
    duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let registration = facts.application?.registration
    let members = [("subjectId", registration?.subjectID), ("subscriberId", registration?.subscriberID)]
    return members.filter { ($0.1 ?? "").isEmpty }.map {
      Violation(field: "application.registration.\($0.0)", found: "absent", required: "the TSP's own identifier")
    }
  }
}
