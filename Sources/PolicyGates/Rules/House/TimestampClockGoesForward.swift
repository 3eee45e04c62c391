internal import Evidence

/// A clock that stands before the last token of the unit has been set back: until it catches up nothing is stamped.
struct TimestampClockGoesForward: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.timestamp.clock_went_back", source: .house("time stamps"), scope: .timestamp, duties: [.r8])

  func applies(to evidence: TimestampEvidence) -> Bool { evidence.lastTime != nil }

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    guard let last = evidence.lastTime else { return [] }
    return .unless(evidence.now >= last, "clock", found: "\(evidence.now)", required: "\(last) or later")
  }
}
