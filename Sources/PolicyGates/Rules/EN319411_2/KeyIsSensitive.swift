internal import Evidence

/// A key that can be read in clear is under nobody's sole control.
/// Not known is refused like false: absent evidence is no evidence.
struct KeyIsSensitive: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.not_sensitive", source: .en319411part2("SDP-6.5.1-02"), scope: .bornInDevice,
    duties: [.q2, .q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.extractableClear] else { return [] }
    return .unless(
      claim.value == .no, "attestation.extractableClear", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: not readable in clear")
  }
}
