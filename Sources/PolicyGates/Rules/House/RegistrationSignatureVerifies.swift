internal import Evidence

/// A signature that is there must hold, under every policy: by a registration officer of the register, whose time has not run out.
struct RegistrationSignatureVerifies: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.registration.signature_invalid", source: .en319411part1("REG-6.3.2-00B", house: true),
    scope: .subjects, duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.signatures.contains { $0.part == .registration } }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.signatures.filter { $0.part == .registration }.flatMap {
      facts.defects(of: $0, as: .registrationOfficer, what: "the registration")
    }
  }
}
