internal import Evidence

/// What is signed is over the very key that signs.
struct PossessionIsOfTheNewKey: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.possession_of_another_key",
    source: .house("sole control"), scope: .soleControl, duties: [.a7, .q4])

  func check(_ evidence: PossessionEvidence) -> [Violation] {
    .unless(
      evidence.key.spkiSHA256 == evidence.subjectKey.spkiSHA256, "credential.key", found: "\(evidence.key.spkiSHA256)",
      required: "\(evidence.subjectKey.spkiSHA256)")
  }
}
