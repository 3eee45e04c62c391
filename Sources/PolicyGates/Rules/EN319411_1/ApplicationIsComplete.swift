internal import Evidence

/// The application was found accurate, authorised and complete against the evidence of the registration (R-A9).
struct ApplicationIsComplete: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-2-00b.application_incomplete", source: .en319411part1("REG-6.3.2-00B"),
    scope: .subjects, duties: [.a9])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.processing?.complete == true, "application.processing.complete",
      found: facts.application?.processing?.complete == nil ? "absent" : "false", required: "true")
  }
}
