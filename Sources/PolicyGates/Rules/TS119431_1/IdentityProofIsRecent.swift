internal import Evidence

/// Where the authentication proves identity directly, the session ends half an hour after that.
struct IdentityProofIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-a-5-09.identity_proof_old",
    source: .ts119431part1("SIG-A.5-09"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { evidence.identityVerifiedAt != nil }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    guard let verified = evidence.identityVerifiedAt else { return [] }
    return .unless(
      verified <= evidence.now && evidence.content.expires <= verified.adding(seconds: 1800), "expires",
      found: "\(evidence.content.expires)", required: "at most 30 minutes after the identity proof at \(verified)")
  }
}
