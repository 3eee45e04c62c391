internal import Evidence
internal import X509

/// genTime is the second in which the token is made; the clock is worth no fraction, and the accuracy says how much it is
/// worth. Tokens claim no order beyond that.
struct TimestampIsMadeNow: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_3161.2-4-2.gen_time_not_now", source: .rfc3161("2.4.2"), scope: .timestamp, duties: [.r8])

  func applies(to evidence: TimestampEvidence) -> Bool { evidence.reading != nil }

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    guard let info = evidence.reading else { return [] }
    let wanted = TimestampAccuracy(seconds: evidence.unit.accuracySeconds)
    let second = Instant(seconds: evidence.now.seconds)
    return [Violation].unless(
      info.genTime.secondsSinceEpoch == second.seconds && info.genTime.fraction.isEmpty, "timestamp.genTime",
      found: "\(info.genTime)", required: "\(second)")
      + .unless(
        info.accuracy == wanted, "timestamp.accuracy", found: info.accuracy.map { "\($0.seconds) s" } ?? "absent",
        required: "\(wanted.seconds) s")
      + .unless(!info.ordering, "timestamp.ordering", found: "true", required: "absent")
  }
}
