internal import Evidence

/// Attributes that a module returns can be forged by whoever controls the host, and a statement that somebody sent says
/// nothing at all (attestation reference, section 9).
struct EvidenceClassSuffices: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.origin.evidence_class", source: .house("evidence classes"), scope: .qscd, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.attested != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.attested else { return [] }
    let accepted: [EvidenceClass] =
      origin.demo
      ? [.signed, .attributesLiveCertifiedChannel, .attributesLive] : [.signed, .attributesLiveCertifiedChannel]
    return .unless(
      accepted.contains(attested.evidenceClass), "attestation.evidenceClass", found: attested.evidenceClass.rawValue,
      required: "one of " + accepted.map(\.rawValue).joined(separator: ", "))
  }
}
