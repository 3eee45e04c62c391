internal import DER
internal import X509

/// The policy under which the token is made is the one that the unit is configured for.
struct TimestampPolicyIsTheUnits: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_3161.2-4-2.policy_differs", source: .rfc3161("2.4.2"), scope: .timestamp, duties: [.r8])

  func applies(to evidence: TimestampEvidence) -> Bool { evidence.reading != nil }

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    let policy = evidence.reading?.policy.description ?? ""
    return .unless(
      policy == evidence.unit.policy, "timestamp.policy", found: policy, required: evidence.unit.policy)
  }
}
