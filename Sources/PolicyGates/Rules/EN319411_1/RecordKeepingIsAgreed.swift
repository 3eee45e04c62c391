internal import Evidence

/// The keeping of records, and their handing over when the TSP ends, is agreed to.
struct RecordKeepingIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-10a.record_keeping_not_agreed", source: .en319411part1("REG-6.3.4-10A c)"),
    scope: .subjects, duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.agreement?.recordKeepingConsent == true, "application.agreement.recordKeepingConsent",
      found: facts.application?.agreement?.recordKeepingConsent == nil ? "absent" : "false", required: "true")
  }
}
