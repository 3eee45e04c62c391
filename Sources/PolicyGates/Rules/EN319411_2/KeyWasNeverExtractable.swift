internal import Evidence

/// A key that once could leave the device may have left it.
/// Not known is refused like false: absent evidence is no evidence.
struct KeyWasNeverExtractable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.not_never_extractable", source: .en319411part2("SDP-6.5.1-02"),
    scope: .bornInDevice, duties: [.q2, .q3])

  /// A key that was moved between QSCDs, with the evidence for both, left the first under wrap; a CA's own may be backed up
  /// so (EN 319 411-1 GEN-6.5.2-04 to -09). One that the gateway keeps under wrap has rules of its own.
  func applies(to origin: KeyOrigin) -> Bool {
    origin.judged != nil && !origin.wasMovedWithEvidence && !origin.leavesWrapped && !origin.isKeptUnderWrap
  }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.everExtractable] else { return [] }
    return .unless(
      claim.value == .no, "attestation.everExtractable", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: never could leave the device")
  }
}
