internal import Evidence
internal import X509

/// A key that was certified for one subject is no other subject's (a reading of EN 319 411-1 REG-6.3.1-00A and clause
/// 6.3.5: the subject controls it).
struct KeyIsNotAnothers: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.lifecycle.key_of_another", source: .house("one key, one subject; EN 319 411-1 6.3.1"),
    scope: .subjects)

  func check(_ facts: LifecycleFacts) -> [Violation] {
    let shown = facts.unnamedPrevious?.subjectKey == facts.content.subjectKey.spkiSHA256
    return .unless(
      facts.registers.keyHolders.areNobodyBut(facts.subjectID, shown: shown), "subjectPublicKeyInfo",
      found: "a key certified for another subject", required: "one that is \(facts.subjectID ?? "the subject")'s alone")
  }
}
