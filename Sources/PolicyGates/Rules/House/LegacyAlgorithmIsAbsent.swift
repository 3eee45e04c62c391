internal import Evidence

/// A link that rests on SHA-1 or DSA of 1024 bits is taken where the verifier was told to take it, and never for a key that must be
/// in a device.
struct LegacyAlgorithmIsAbsent: Rule {
  static let kinds: Set<EvidenceWeakness.Kind> = [.sha1Signature, .dsa1024]

  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.legacy_algorithm", source: .house("legacy algorithms"), scope: .bornInDevice,
    duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    origin.fatalWeaknesses(LegacyAlgorithmIsAbsent.kinds, required: "links of agreed algorithms")
  }
}
