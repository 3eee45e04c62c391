internal import Evidence

/// Conformity with TS 119 431-1 should show that the manager keeps control with the subject.
struct KeyManagerConforms: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.ovr-6-3-5-06.key_manager_conformity_missing", source: .en319411part1("OVR-6.3.5-06"),
    severity: .warning, scope: .subjects, duties: [.q6])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.keyManager != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.keyManager?.conformity != nil, "application.keyManager.conformity", found: "absent",
      required: "conformity with TS 119 431-1")
  }
}
