internal import Evidence

/// The record names what was looked at, with its reference number.
struct RegistrationIsRecorded: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-18.evidence_not_recorded", source: .en319411part1("REG-6.2.2-18"),
    scope: .subjects, duties: [.a1, .a2, .r2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let registration = facts.application?.registration
    var violations: [Violation] = []
    if registration?.recordID == nil {
      violations.append(
        Violation(field: "application.registration.recordId", found: "absent", required: "the registration record"))
    }
    let sources = registration?.sources ?? []
    if sources.isEmpty {
      violations.append(
        Violation(field: "application.registration.sources", found: "empty", required: "what was looked at"))
    }
    return violations
      + sources.enumerated().filter { $0.element.reference == nil }.map {
        Violation(
          field: "application.registration.sources[\($0.offset)].reference", found: "absent",
          required: "the reference number of the \($0.element.kind)")
      }
  }
}
