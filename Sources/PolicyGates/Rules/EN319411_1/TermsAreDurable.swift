internal import Evidence

/// The terms came in a form that lasts and that people can read.
struct TermsAreDurable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.ovr-6-3-4-04.terms_not_durable", source: .en319411part1("OVR-6.3.4-04"), scope: .subjects,
    duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.agreement?.durableForm == true, "application.agreement.durableForm",
      found: facts.application?.agreement?.durableForm == nil ? "absent" : "false", required: "true")
  }
}
