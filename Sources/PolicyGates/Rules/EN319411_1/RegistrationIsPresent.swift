internal import Evidence

/// The subscriber was registered before anything is issued.
struct RegistrationIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-00a.registration_missing", source: .en319411part1("REG-6.3.1-00A"),
    scope: .subjects, duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.registration != nil, "application.registration", found: "absent", required: "present")
  }
}
