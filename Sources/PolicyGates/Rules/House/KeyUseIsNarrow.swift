internal import Evidence

/// A genuine signing key of some vendors may decrypt, wrap or derive too, as that is the default: whoever judges origin alone is
/// told.
struct KeyUseIsNarrow: Rule {
  static let uses: [ClaimName] = [.decrypts, .wraps, .derives]

  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.key_use_wide", source: .house("key use"), severity: .warning, scope: .bornInDevice,
    duties: [.q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && origin.demand == .origin }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    return KeyUseIsNarrow.uses.filter { attested[$0].value == .yes }.map {
      Violation(
        field: "attestation.\($0.rawValue)", found: "true (\(attested[$0].source))",
        required: "false for a key that signs")
    }
  }
}
