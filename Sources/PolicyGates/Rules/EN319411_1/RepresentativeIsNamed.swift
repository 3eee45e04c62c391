internal import Evidence

/// A legal person acts through a natural person who is allowed to represent it.
struct RepresentativeIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-2-2-10.representative_missing", source: .en319411part1("REG-6.2.2-10, -20"),
    scope: .subjects, duties: [.a2])

  func applies(to facts: ProcessFacts) -> Bool {
    [facts.application?.registration?.subjectKind, facts.application?.registration?.subscriberKind].contains(
      .legalPerson)
  }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.registration?.representative != nil, "application.registration.representative",
      found: "absent",
      required: "who represents the legal person, and by which authority")
  }
}
