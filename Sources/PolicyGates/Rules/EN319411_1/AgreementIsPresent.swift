internal import Evidence

/// The agreement with the subscriber is on record.
struct AgreementIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-07.agreement_missing", source: .en319411part1("REG-6.3.4-07"), scope: .subjects,
    duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.agreement != nil, "application.agreement", found: "absent", required: "present")
  }
}
