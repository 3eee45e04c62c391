internal import Evidence

/// The preparation of the subject's device, and who got it, is among what is logged (R-R2).
struct DevicePreparationIsRecorded: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.qscd.preparation_missing", source: .en319411part1("6.4.5, EN 319 411-2 SDP-6.5.1", house: true),
    scope: .subjects, duties: [.q1, .r2])

  func applies(to facts: ProcessFacts) -> Bool { facts.requiresDevice && facts.application?.device != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.device?.preparation != nil, "application.device.preparation", found: "absent",
      required: "the record of the preparation")
  }
}
