internal import Evidence

/// Names and attributes that change with a re-key are verified and recorded (REG-6.3.7-01B).
struct RekeyChangesAreVerified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-7-01b.changes_not_verified", source: .en319411part1("REG-6.3.7-01B"),
    scope: .subjects, duties: [.l2])

  func applies(to facts: LifecycleFacts) -> Bool {
    facts.change.event == .rekey && facts.change.difference?.attributes.isEmpty == false
  }

  func check(_ facts: LifecycleFacts) -> [Violation] { facts.unverifiedChanges }
}

extension LifecycleFacts {
  /// What lacks of the record of changed attributes: their names, exactly, and where they were verified.
  var unverifiedChanges: [Violation] {
    guard let attributes = change.difference?.attributes else { return [] }
    let evidence = application?.lifecycle
    let declared = Set(evidence?.changedAttributes ?? []).sorted()
    return [
      [Violation].unless(
        declared == Set(attributes).sorted(), "application.lifecycle.changedAttributes",
        found: declared.isEmpty ? "none" : declared.joined(separator: ", "),
        required: "those that changed: \(attributes.joined(separator: ", "))"),
      [Violation].unless(
        evidence?.changesVerified?.isEmpty == false, "application.lifecycle.changesVerified", found: "absent",
        required: "the record of the changes' verification"),
    ].flatMap { $0 }
  }
}
