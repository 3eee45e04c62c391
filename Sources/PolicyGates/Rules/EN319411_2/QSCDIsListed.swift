internal import Evidence

/// The device's certification as a QSCD was looked up where the Commission publishes it. A demonstration's device stands in
/// no list.
struct QSCDIsListed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-02.qscd_listing_missing", source: .en319411part2("SDP-6.5.1-02"), scope: .qscd,
    duties: [.q1])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil && !facts.content.demo }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let device = facts.application?.device
    var violations: [Violation] = .unless(
      device?.kind == .qscd, "application.device.kind", found: device?.kind?.rawValue ?? "absent", required: "qscd")
    violations += .unless(
      device?.listEntry != nil, "application.device.listEntry", found: "absent", required: "the entry of the device")
    violations += .unless(
      device?.listStatus == "certified", "application.device.listStatus", found: device?.listStatus ?? "absent",
      required: "certified")
    return violations
  }
}
