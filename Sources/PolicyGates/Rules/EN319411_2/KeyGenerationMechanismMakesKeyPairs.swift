internal import Evidence

/// A private key that no key-pair generation made came from somewhere else.
/// Not known is refused like false: absent evidence is no evidence.
struct KeyGenerationMechanismMakesKeyPairs: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-04.generation_mechanism", source: .en319411part2("SDP-6.5.1-04"),
    scope: .bornInDevice, duties: [.q2])

  /// CKA_KEY_GEN_MECHANISM is an attribute: signed evidence has words of its own for the same.
  func applies(to origin: KeyOrigin) -> Bool { origin.attested.map { $0.offeredClass != .signed } ?? false }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.attested?[.generationMechanism] else { return [] }
    return .unless(
      claim.value == .yes, "attestation.generationMechanism", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "true: a mechanism that generates signing key pairs")
  }
}
