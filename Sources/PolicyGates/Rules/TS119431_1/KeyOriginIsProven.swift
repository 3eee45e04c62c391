internal import Evidence

/// Where the key was born was proven when it was made.
struct KeyOriginIsProven: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.gen-a-4-01.origin_unproven",
    source: .ts119431part1("GEN-A.4-01"), scope: .soleControl, duties: [.q2, .q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.standing.originProvenAt.map { $0 <= evidence.now } == true, "credential.origin", found: "unproven",
      required: "evidence on record from its generation")
  }
}
