internal import Evidence

/// Every hash is among those released and not used yet, as often as it was released.
struct HashesAreAuthorised: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-13.hash_not_authorised",
    source: .ts119431part1("SIG-6.3.1-13"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: SoleControlEvidence) -> Bool { !evidence.activation.content.hashes.isEmpty }

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    var left: [Digest: Int] = [:]
    for hash in evidence.use.unusedHashes { left[hash, default: 0] += 1 }
    return evidence.use.hashes.enumerated().compactMap { index, hash in
      let count = left[hash] ?? 0
      left[hash] = count - 1
      return count > 0
        ? nil
        : Violation(
          field: "hashes[\(index)]", found: "\(hash)", required: "a hash that the SAD releases and that is left")
    }
  }
}
