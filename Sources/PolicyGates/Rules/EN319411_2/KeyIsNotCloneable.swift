internal import Evidence

/// A key that can be copied to another device may be used there, which no certificate of this one covers.
///
/// Where evidence cannot say it, a QSCD's record must: its certified configuration confines copies (eIDAS Art. 29a(1)(b) lets a
/// qualified provider keep copies at the same level). Another device is not refused for what its evidence cannot say.
struct KeyIsNotCloneable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.cloneable", source: .en319411part2("SDP-6.5.1-02, eIDAS Annex II 1(c), (d)"),
    scope: .mayRequireDevice, duties: [.q2, .q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && origin.demand != .caKey }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.cloneable] else { return [] }
    let isOpen = claim.value == .unknown && (origin.demand != .qscd || origin.copiesAreConfined)
    return .unless(
      claim.value == .no || isOpen, "attestation.cloneable", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: not copied, or only to devices of the same certification")
  }
}
