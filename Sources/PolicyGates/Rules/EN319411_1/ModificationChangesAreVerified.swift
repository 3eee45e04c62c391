internal import Evidence

/// The attributes that a modification changes are verified and recorded (REG-6.3.8-02).
struct ModificationChangesAreVerified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-8-02.changes_not_verified", source: .en319411part1("REG-6.3.8-02"),
    scope: .subjects, duties: [.l3])

  func applies(to facts: LifecycleFacts) -> Bool {
    facts.change.event == .modification && facts.change.previous != nil
  }

  func check(_ facts: LifecycleFacts) -> [Violation] { facts.unverifiedChanges }
}
