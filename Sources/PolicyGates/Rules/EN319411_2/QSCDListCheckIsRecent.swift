internal import Evidence

/// The status of the device is watched: a look that lies too far back says nothing about today.
struct QSCDListCheckIsRecent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-07a.qscd_listing_stale", source: .en319411part2("SDP-6.5.1-07A"), scope: .qscd,
    duties: [.q1, .q5])

  func applies(to facts: ProcessFacts) -> Bool { facts.application?.device != nil && !facts.content.demo }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.staleness(
      of: facts.application?.device?.listCheckedAt, days: facts.service.practices?.listCheckDays,
      field: "application.device.listCheckedAt")
  }
}
