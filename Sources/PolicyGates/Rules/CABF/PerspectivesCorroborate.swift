internal import Evidence

/// A validation is seen from several places of the network: two, three from 2026-03-15, four from 2026-06-15, five from
/// 2026-12-15. Methods that do not ask the network (3.2.2.4.4 to -17 by mail or telephone) are corroborated through CAA all
/// the same.
struct PerspectivesCorroborate: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.3-2-2-9.perspectives", source: .baselineRequirements("3.2.2.9"), scope: .browserForum,
    duties: [.a3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let needed = Self.steps.last { facts.now >= $0.from }?.count ?? 0
    return (facts.application?.domains ?? []).enumerated().compactMap { index, domain in
      guard (domain.perspectives ?? 0) < needed else { return nil }
      return Violation(
        field: "application.domains[\(index)].perspectives", found: domain.perspectives.map { "\($0)" } ?? "absent",
        required: "at least \(needed)")
    }
  }

  private static let steps: [(from: Instant, count: Int)] = [
    (.day("2025-03-15"), 2), (BaselineDates.march2026, 3), (.day("2026-06-15"), 4), (.day("2026-12-15"), 5),
  ]
}
