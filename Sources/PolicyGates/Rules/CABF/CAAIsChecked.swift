internal import Evidence

/// Before a certificate is issued, the CAA records are looked at: at most eight hours before, or the records' TTL if longer.
struct CAAIsChecked: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.3-2-2-8.caa_not_checked", source: .baselineRequirements("3.2.2.8"), scope: .browserForum,
    duties: [.a3])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    (facts.application?.domains ?? []).enumerated().compactMap { index, domain in
      let field = "application.domains[\(index)].caaCheckedAt"
      guard let checked = domain.caaCheckedAt else {
        return Violation(field: field, found: "absent", required: "the time of the CAA check")
      }
      guard checked <= facts.now, facts.now <= checked.adding(seconds: 8 * 3600) else {
        return Violation(field: field, found: "\(checked)", required: "at most 8 hours before \(facts.now)")
      }
      return nil
    }
  }
}
