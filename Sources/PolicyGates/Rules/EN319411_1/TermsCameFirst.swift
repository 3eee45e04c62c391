internal import Evidence

/// The terms are given before anybody is bound by them.
struct TermsCameFirst: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-02.terms_after_agreement", source: .en319411part1("REG-6.3.4-02"),
    scope: .subjects, duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    guard let agreement = facts.application?.agreement else { return [] }
    guard let provided = agreement.providedAt else {
      return [
        Violation(field: "application.agreement.providedAt", found: "absent", required: "when the terms were given")
      ]
    }
    let bound = agreement.acceptance?.at ?? facts.now
    return .unless(
      provided <= bound, "application.agreement.providedAt", found: "\(provided)", required: "not after \(bound)")
  }
}
