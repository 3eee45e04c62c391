internal import Evidence

/// Nobody verifies their own identity.
struct OfficerIsNotTheSubject: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-26.officer_is_subject", source: .en319411part1("REG-6.2.2-26"), scope: .subjects,
    duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let registration = facts.application?.registration
    let officer = registration?.officer
    return .unless(
      officer != nil && officer != registration?.subjectID, "application.registration.officer",
      found: officer ?? "absent",
      required: "a registration officer other than the subject")
  }
}
