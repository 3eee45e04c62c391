internal import Evidence

/// A key that is known to be compromised is certified for nobody, whatever the event; a re-key brings another.
struct KeyIsNotKnownCompromised: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-6-10.key_compromised", source: .en319411part1("GEN-6.3.6-10"), scope: .subjects,
    duties: [.l1, .l3])

  func check(_ facts: LifecycleFacts) -> [Violation] {
    facts.registers.keyCompromised.map {
      [
        Violation(
          field: "subjectPublicKeyInfo", found: "a key known to be compromised since \($0)", required: "another key")
      ]
    } ?? []
  }
}
