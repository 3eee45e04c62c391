internal import Evidence

/// The method that was used is one of the practice statement, for this kind of subject, then and still now.
struct IdentificationMethodIsAllowed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-00c.method_not_allowed", source: .en319411part1("REG-6.3.1-00C"), scope: .subjects,
    duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    guard let registration = facts.application?.registration else { return [] }
    let name = registration.method ?? "absent"
    guard let method = facts.identificationMethod else {
      return [
        Violation(
          field: "application.registration.method", found: name, required: "a method of the practice statement")
      ]
    }
    let kind = registration.subscriberKind ?? registration.subjectKind
    let times = [registration.validatedAt ?? facts.now, facts.now]
    if let kind, !method.kinds.contains(kind) {
      return [
        Violation(
          field: "application.registration.method", found: name, required: "a method for a \(kind.rawValue)")
      ]
    }
    return times.contains { !method.isInForce(at: $0) }
      ? [
        Violation(
          field: "application.registration.method", found: name,
          required: "a method in force at the validation and at \(facts.now)")
      ] : []
  }
}
