internal import Evidence

/// Who renews or modifies says that the key is not compromised, as far as is known.
struct KeyIsStatedSound: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-6-10.key_not_stated_sound", source: .en319411part1("GEN-6.3.6-10"),
    scope: .subjects, duties: [.l1, .l3])

  func applies(to facts: LifecycleFacts) -> Bool { facts.change.event.keepsKey }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    let said = facts.application?.lifecycle?.keyCompromised
    return .unless(
      said == false, "application.lifecycle.keyCompromised", found: said == nil ? "absent" : "true",
      required: "false, as the event keeps the key")
  }
}
