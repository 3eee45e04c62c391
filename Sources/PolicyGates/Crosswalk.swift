public import Evidence

/// Which part of EN 319 411 a control is of, beside the claim that it is used for: evidence that was gathered for Part 1
/// does not prove a qualified claim by itself, so it must be seen that it is reused.
public enum Crosswalk: String, Sendable, Hashable, CaseIterable {
  case part1Only = "411-1 only"
  case part2Only = "411-2 only"
  case part1ForQualified = "411-1 control used for a qualified claim"
}

extension RuleMetadata {
  /// Nil for rules of other documents, which both parts refer to, and for policies outside the scope.
  public func crosswalk(for policy: CertificatePolicy) -> Crosswalk? {
    guard scope.contains(RuleScope(policy)) else { return nil }
    switch source.standard {
    case .en319411part1: return policy.isQualified ? .part1ForQualified : .part1Only
    case .en319411part2: return .part2Only
    default: return nil
    }
  }

  /// The policies of the scope, by what the rule is to each.
  public var crosswalk: [Crosswalk: [CertificatePolicy]] {
    scope.policies.reduce(into: [:]) { rows, policy in
      if let crosswalk = crosswalk(for: policy) { rows[crosswalk, default: []].append(policy) }
    }
  }
}
