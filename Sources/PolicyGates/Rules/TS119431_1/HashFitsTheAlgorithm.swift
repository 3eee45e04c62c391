internal import Evidence

/// The hash that was released is the hash that the algorithm takes.
struct HashFitsTheAlgorithm: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-10.hash_unfit",
    source: .ts119431part1("SIG-6.3.1-10"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: SoleControlEvidence) -> Bool { evidence.use.scheme != nil }

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    guard let hash = evidence.use.hash else {
      return [Violation(field: "signAlgo", found: "an algorithm that takes no hash", required: "one that does")]
    }
    return evidence.use.hashes.enumerated().filter { $0.element.algorithm != hash }.map { index, found in
      Violation(field: "hashes[\(index)]", found: found.algorithm.rawValue, required: hash.rawValue)
    }
  }
}
