internal import Evidence

/// A key that a TSP generated in one QSCD and moved to another is admitted only with the evidence for both: the first shows
/// that it generated the key, and is certified itself.
struct MovedKeyHasBothEvidence: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-06.source_not_evidenced", source: .en319411part2("SDP-6.5.1-05, -06"),
    scope: .qscd, duties: [.q1, .q2])

  func applies(to origin: KeyOrigin) -> Bool {
    origin.demand == .qscd && (origin.source != nil || origin.moveIsEvidenced)
  }

  func check(_ origin: KeyOrigin) -> [Violation] { origin.moveDefects }
}
