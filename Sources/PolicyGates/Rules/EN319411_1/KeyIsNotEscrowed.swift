internal import Evidence

/// A copy of a signing key in somebody else's hands ends control.
struct KeyIsNotEscrowed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.sdp-6-3-12-03.key_escrowed", source: .en319411part1("SDP-6.3.12-03"),
    scope: [.qualifiedSignatures, .qualifiedSeals, .general], duties: [.q4])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.control != nil && facts.content.keyIsForCommitment }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.control?.escrowed == false, "application.control.escrowed",
      found: facts.application?.control?.escrowed == nil ? "absent" : "true", required: "false")
  }
}
