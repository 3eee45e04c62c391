internal import X509

/// UTCTime through 2049 and GeneralizedTime after.
struct ListTimesAreEncodedByYear: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-4.list_time_encoding", source: .rfc5280("5.1.2.4, 5.1.2.5, 5.1.2.6"),
    scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let times = [("thisUpdate", Optional(evidence.list.thisUpdate)), ("nextUpdate", evidence.list.nextUpdate)]
    return times.flatMap { field, time -> [Violation] in
      .unless(
        time?.isEncodedAsRFC5280Requires ?? true, field, found: "\(time.map { "\($0.encoding)" } ?? "")",
        required: "utcTime through 2049, generalizedTime after")
    }
      + evidence.entries(".revocationDate", required: "utcTime through 2049, generalizedTime after") { entry in
        entry.revocationDate.isEncodedAsRFC5280Requires ? nil : "\(entry.revocationDate.encoding)"
      }
  }
}
