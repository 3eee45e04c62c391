internal import Evidence

/// A key of a device signs nowhere else (R-Q3).
struct KeyIsUsedInsideDevice: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-3-5-02.used_outside_device",
    source: .en319411part2("SDP-6.3.5-02, OVR-6.3.5-07, EN 319 411-1 OVR-6.3.5-01 f)"),
    scope: [.qscd, RuleScope(.ncpPlus)], duties: [.q3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.control?.usedOutsideDevice == false, "application.control.usedOutsideDevice",
      found: facts.application?.control?.usedOutsideDevice == nil ? "absent" : "true", required: "false")
  }
}
