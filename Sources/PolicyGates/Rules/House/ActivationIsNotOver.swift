internal import Evidence

/// What was released is used in its time.
struct ActivationIsNotOver: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.activation_expired",
    source: .house("CSC API 2.0, 11.9: SAD expired"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.activation.authorisedAt <= evidence.now && evidence.now < evidence.activation.content.expires, "SAD",
      found: "from \(evidence.activation.authorisedAt) to \(evidence.activation.content.expires)",
      required: "a time that holds \(evidence.now)")
  }
}
