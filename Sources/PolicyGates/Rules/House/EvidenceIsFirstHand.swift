internal import Evidence

/// Whoever certifies a CA key has asked the device, or has a statement that the device signed.
struct EvidenceIsFirstHand: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.evidence_second_hand", source: .house("evidence classes"), scope: .cas, duties: [.k1])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    .unless(
      origin.attested?.evidenceClass != .asserted, "attestation.evidenceClass", found: EvidenceClass.asserted.rawValue,
      required: "attributes that were read from the token, or signed evidence")
  }
}
