internal import Evidence

/// What was published about the device, or seen in the key, lets others compute the key or use it.
struct KeyIsOfNoWeakDevice: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.advisory", source: .house("advisories"), scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  /// Whatever weighs as an error and is no other rule's, so that no kind is forgotten.
  func check(_ origin: KeyOrigin) -> [Violation] {
    let others = LegacyAlgorithmIsAbsent.kinds.union(FormatIsProven.kinds)
    return origin.fatalWeaknesses(
      Set(EvidenceWeakness.Kind.allCases).subtracting(others), required: "a key that no advisory is about")
  }
}
