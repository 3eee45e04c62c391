internal import Evidence

/// A salt shorter than the digest is weaker than the scheme was proven; a longer one than the key has room for cannot be
/// made.
struct SaltIsWithinBounds: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.pss_salt",
    source: .house("RFC 8017, 9.1; TS 119 312"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: SoleControlEvidence) -> Bool { evidence.use.pssSaltLength != nil }

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    guard let salt = evidence.use.pssSaltLength, case .rsaPSS(let hash)? = evidence.use.scheme else {
      return [Violation(field: "signAlgoParams", found: "a salt", required: "none without RSASSA-PSS")]
    }
    let most = (evidence.standing.key.bits + 6) / 8 - hash.byteCount - 2
    return .unless(
      hash.byteCount <= salt && salt <= most, "signAlgoParams.saltLength", found: "\(salt)",
      required: "\(hash.byteCount) to \(most)")
  }
}
