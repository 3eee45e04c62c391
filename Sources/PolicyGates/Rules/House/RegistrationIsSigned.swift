internal import Evidence

/// For a qualified certificate the registration is no assertion of the pipeline: the officer whom it names signed it, with
/// the key that the operator registered.
struct RegistrationIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.registration.not_signed", source: .en319411part1("REG-6.3.2-00B", house: true),
    scope: .qualified, duties: [.a1, .a2])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.registration != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let officer = facts.application?.registration?.officer
    let signers = facts.signatures.filter { $0.part == .registration }.map(\.signer)
    return .unless(
      officer.map(signers.contains) == true, "application.signatures",
      found: signers.isEmpty ? "no signature over the registration" : "signed by \(signers.joined(separator: ", "))",
      required: "a signature over the registration by \(officer ?? "its officer")")
  }
}
