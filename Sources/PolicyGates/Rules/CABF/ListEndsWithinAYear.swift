internal import X509

/// A list of CA certificates is renewed within twelve months (of a year with a leap day too), and EN 319 411-1
/// CSS-6.3.9-12 says the same. The seven and ten days of lists of subscribers' certificates are not for it.
struct ListEndsWithinAYear: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.4-9-7.ca_list_long_lived", source: .baselineRequirements("4.9.7, 7.2; EN 319 411-1 CSS-6.3.9-12"),
    scope: .certificateList)

  func applies(to evidence: CAListEvidence) -> Bool { !evidence.isLast && evidence.list.nextUpdate != nil }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    guard let next = evidence.list.nextUpdate else { return [] }
    let latest = evidence.list.thisUpdate.twelveMonthsLater
    return .unless(
      evidence.list.thisUpdate.secondsSinceEpoch < next.secondsSinceEpoch
        && next.secondsSinceEpoch <= latest?.secondsSinceEpoch ?? 0, "nextUpdate", found: "\(next)",
      required: "after thisUpdate, and until \(latest.map { "\($0)" } ?? "a year that there is")")
  }
}
