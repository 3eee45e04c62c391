internal import Evidence

/// Only approved algorithms, and only such as the key can make.
struct AlgorithmFitsTheKey: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-10.algorithm_unfit",
    source: .ts119431part1("SIG-6.3.1-10"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    let fits: Bool =
      switch (evidence.use.scheme, evidence.standing.key.kind) {
      case (.ecdsa, .ec), (.rsaPKCS1, .rsa), (.rsaPSS, .rsa): true
      default: false
      }
    return .unless(
      fits && evidence.use.scheme.map { evidence.standing.key.allows($0) } == true, "signAlgo",
      found: evidence.use.scheme.map { "\($0)" } ?? "unknown", required: "an algorithm of the credential's key")
  }
}
