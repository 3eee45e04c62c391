internal import Evidence

/// A key that signs for somebody does nothing else: what decrypts or wraps gives others oracles, and what exports or attests
/// keys is the device's own. What the evidence does not say is not held against the key. Where origin alone is judged, some
/// uses only warn (`KeyUseIsNarrow`): vendors set them on genuine signing keys by default.
struct KeyIsForSigning: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.key_use", source: .house("key use"), scope: .bornInDevice, duties: [.q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    let signs = attested[.signs]
    let violations: [Violation] = .unless(
      signs.value != .no, "attestation.signs", found: "false (\(signs.source))", required: "true: it is to sign")
    let others: [ClaimName] = [.exportsKeys, .signsAttestations]
    return ((origin.demand == .origin ? [] : KeyUseIsNarrow.uses) + others).reduce(into: violations) {
      violations, name in
      let claim = attested[name]
      violations += .unless(
        claim.value != .yes, "attestation.\(name.rawValue)", found: "true (\(claim.source))",
        required: "false: a signing key does nothing else")
    }
  }
}
