internal import Evidence

/// Issuing is linked to a registration: without the process evidence there is nothing to link to.
struct ApplicationIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-2-00a.application_missing", source: .en319411part1("GEN-6.3.2-00A"),
    scope: .subjects, duties: [.b1, .a9])

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(facts.application != nil, "application", found: "absent", required: "present")
  }
}
