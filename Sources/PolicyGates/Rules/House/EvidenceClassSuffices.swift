internal import Evidence

/// Attributes that a module returns can be forged by whoever controls the host, and a statement that somebody sent says
/// nothing at all (attestation reference, section 9). What evidence with problems is worth, another rule says.
struct EvidenceClassSuffices: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.evidence_class", source: .house("evidence classes"), scope: .mayRequireDevice,
    duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && origin.demand != .caKey }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    var accepted: [EvidenceClass] = [.signed]
    if origin.demand.needsRegisteredDevice { accepted.append(.attributesLiveCertifiedChannel) }
    if origin.demand.needsRegisteredDevice, origin.demo { accepted.append(.attributesLive) }
    // No token can tell of a key that is kept outside it: what it told when it made the key counts as much, from our own records.
    if origin.isKeptUnderWrap {
      accepted.append(.attributesRecordedCertifiedChannel)
      if origin.demo { accepted.append(.attributesRecorded) }
    }
    return .unless(
      accepted.contains(attested.offeredClass), "attestation.evidenceClass", found: attested.offeredClass.rawValue,
      required: "one of " + accepted.map(\.rawValue).joined(separator: ", "))
  }
}
