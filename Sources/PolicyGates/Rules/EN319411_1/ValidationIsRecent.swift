internal import Evidence

/// The practice statement limits how long validated attributes may be used.
struct ValidationIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-00d.validation_stale", source: .en319411part1("REG-6.3.1-00D"), scope: .subjects,
    duties: [.a5])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    guard let registration = facts.application?.registration else { return [] }
    guard registration.validatedAt != nil else {
      return [
        Violation(
          field: "application.registration.validatedAt", found: "absent", required: "the time of the validation")
      ]
    }
    return facts.staleness(
      of: registration.validatedAt, days: facts.service.practices?.reuseDays,
      field: "application.registration.validatedAt", limit: "reuseDays")
  }
}
