internal import Evidence

/// A key that once was readable may have been read.
/// Not known is refused like false: absent evidence is no evidence. Where origin alone is judged, or the device signed for it, a
/// key that never was extractable is known never to have been readable: PKCS#11 reveals no key that is sensitive or not
/// extractable, and PKIX Evidence (draft -07) has no claim for it.
struct KeyWasAlwaysSensitive: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.not_always_sensitive", source: .en319411part2("SDP-6.5.1-02"),
    scope: .bornInDevice, duties: [.q2, .q3])

  /// A key that was moved between QSCDs, with the evidence for both, left the first under wrap.
  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && !origin.wasMovedWithEvidence }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    let claim = attested[.everNonSensitive]
    let isTrusted = origin.demand == .origin || attested.evidenceClass == .signed
    let isImplied = isTrusted && claim.value == .unknown && attested[.everExtractable].value == .no
    return .unless(
      claim.value == .no || isImplied, "attestation.everNonSensitive",
      found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: never was readable in clear")
  }
}
