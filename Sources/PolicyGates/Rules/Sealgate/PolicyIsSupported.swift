internal import Evidence

/// A policy without rules of its own would be admitted unseen, so it is refused.
struct PolicyIsSupported: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.profile.policy_not_supported", source: .sealgate("absent means refused"), scope: .subjects)

  func check(_ content: CertificateContent) -> [Violation] {
    guard let policy = content.policy else { return [] }
    let supported = Self.supported.map(\.rawValue).sorted().joined(separator: ", ")
    return .unless(
      Self.supported.contains(policy), "policy", found: policy.rawValue,
      required: "a policy that this build has rules for: \(supported)")
  }

  static let supported: Set<CertificatePolicy> = [
    .qcpN, .qcpNQSCD, .qcpL, .qcpLQSCD, .ncp, .ncpPlus, .lcp,
  ]
}
