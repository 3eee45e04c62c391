internal import Evidence

/// Registrations from outside come from authorities that the TSP recognises.
struct RegistrationAuthorityIsRecognised: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-2-02.authority_unknown", source: .en319411part1("REG-6.3.2-02"), scope: .subjects,
    duties: [.a8])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration?.authority != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let authority = facts.application?.registration?.authority ?? ""
    return .unless(
      facts.service.practices?.registrationAuthorities.contains(authority) == true,
      "application.registration.authority",
      found: authority, required: "an authority that the practices name")
  }
}
