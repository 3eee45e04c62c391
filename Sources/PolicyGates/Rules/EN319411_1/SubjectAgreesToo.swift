internal import Evidence

/// Where subscriber and subject differ, the subject agrees to its own part, unless it is a device.
struct SubjectAgreesToo: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-11a.subject_part_missing", source: .en319411part1("REG-6.3.4-09, -11A"),
    scope: .subjects, duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool {
    facts.subscriberIsAnother && facts.subjectIsAPerson && facts.application?.agreement != nil
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let part = facts.application?.agreement?.subjectAgreement
    return .unless(
      part?.at != nil && part?.record != nil, "application.agreement.subjectAgreement",
      found: part == nil ? "absent" : "without at or record", required: "the subject's act, with at and record")
  }
}
