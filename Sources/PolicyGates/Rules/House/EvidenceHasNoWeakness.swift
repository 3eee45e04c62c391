internal import Evidence

/// What weakens evidence and does not refute it is said beside the verdict; `WeaknessSeverity` says which weighs more.
struct EvidenceHasNoWeakness: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.weakness_noted", source: .house("weaknesses of evidence"), severity: .warning,
    scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] { origin.notedWeaknesses(required: "absent") }
}
