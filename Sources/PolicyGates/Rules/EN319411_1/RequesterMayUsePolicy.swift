internal import Evidence

/// A registration authority is recognised for the policies that it registers subjects under.
struct RequesterMayUsePolicy: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-2-02.requester_not_authorised_for_policy", source: .en319411part1("REG-6.3.2-02"),
    scope: .subjects, duties: [.a8])

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    let allowed = evidence.requester.policies.map(\.rawValue).sorted().joined(separator: ", ")
    return .unless(
      evidence.requester.policies.contains(evidence.request.policy), "policy", found: evidence.request.policy.rawValue,
      required: "one of those \(evidence.requester.id) may use: \(allowed)")
  }
}
