internal import Evidence

/// A format whose identifiers are not assigned, or that was never held against genuine evidence, proves no QSCD.
struct FormatIsProven: Rule {
  static let kinds: Set<EvidenceWeakness.Kind> = [.provisionalEncoding, .untestedFormat]

  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.unproven_format", source: .house("unproven formats"), scope: .qscd, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    origin.fatalWeaknesses(
      FormatIsProven.kinds, required: "evidence of a format that was verified against genuine statements")
  }
}
