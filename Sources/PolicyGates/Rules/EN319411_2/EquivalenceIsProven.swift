internal import Evidence

/// Other methods than physical presence need a proof that they are as good.
struct EquivalenceIsProven: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.reg-6-2-2-02.equivalence_not_proven", source: .en319411part2("REG-6.2.2-02 b), -03 b), -04"),
    scope: .qualified, duties: [.a4])

  func applies(to facts: ProcessFacts) -> Bool { facts.identificationMethod?.isPhysicalPresence == false }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.registration?.methodEquivalence != nil, "application.registration.methodEquivalence",
      found: "absent",
      required: "the proof that \(facts.application?.registration?.method ?? "the method") is equivalent to presence")
  }
}
