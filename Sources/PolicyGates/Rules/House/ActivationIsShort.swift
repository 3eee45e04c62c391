internal import Evidence

/// What a signatory released is worth something for minutes.
struct ActivationIsShort: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.activation_too_long",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.authorisedAt < evidence.content.expires
        && evidence.content.expires <= evidence.authorisedAt.adding(seconds: evidence.longest), "expires",
      found: "\(evidence.content.expires)",
      required: "at most \(evidence.longest) seconds after \(evidence.authorisedAt)")
  }
}
