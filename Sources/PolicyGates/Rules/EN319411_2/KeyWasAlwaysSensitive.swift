internal import Evidence

/// A key that once was readable may have been read.
/// Not known is refused like false: absent evidence is no evidence.
struct KeyWasAlwaysSensitive: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.not_always_sensitive", source: .en319411part2("SDP-6.5.1-02"),
    scope: .bornInDevice, duties: [.q2, .q3])

  /// A key that was moved between QSCDs, with the evidence for both, left the first under wrap.
  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && !origin.wasMovedWithEvidence }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.everNonSensitive] else { return [] }
    return .unless(
      claim.value == .no, "attestation.everNonSensitive", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: never was readable in clear")
  }
}
