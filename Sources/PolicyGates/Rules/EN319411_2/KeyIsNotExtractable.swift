internal import Evidence

/// A key that can leave the device may be used outside it.
/// Not known is refused like false: absent evidence is no evidence.
struct KeyIsNotExtractable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.extractable", source: .en319411part2("SDP-6.5.1-02"), scope: .bornInDevice,
    duties: [.q2, .q3])

  /// EN 319 411-1 GEN-6.5.2-04 to -09 let a CA's own key be backed up outside, which `CAKeyIsProtectedOutside` judges. A
  /// subject's key that the gateway keeps under wrap has rules of its own: `WrappedKeysAreInTheConfiguration` and its like.
  func applies(to origin: KeyOrigin) -> Bool {
    origin.judged != nil && !origin.leavesWrapped && !origin.isKeptUnderWrap
  }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.extractableWrapped] else { return [] }
    return .unless(
      claim.value == .no, "attestation.extractableWrapped", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: cannot leave the device, wrapped or not")
  }
}
