internal import Evidence

/// A key that administrators can bring back is under their control too.
///
/// Where evidence cannot say it, a QSCD's record must: its certified configuration confines copies (eIDAS Art. 29a(1)(b) lets a
/// qualified provider keep copies at the same level). Another device is not refused for what its evidence cannot say.
struct KeyIsNotRecoverable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.admin_recoverable",
    source: .en319411part2("SDP-6.5.1-02, eIDAS Annex II 1(c), (d)"),
    scope: .mayRequireDevice, duties: [.q2, .q3])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && origin.demand != .caKey }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.judged?[.adminRecoverable] else { return [] }
    let isOpen = claim.value == .unknown && (origin.demand != .qscd || origin.copiesAreConfined)
    return .unless(
      claim.value == .no || isOpen, "attestation.adminRecoverable", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "false: nobody can bring it back, or only into devices of the same certification")
  }
}
