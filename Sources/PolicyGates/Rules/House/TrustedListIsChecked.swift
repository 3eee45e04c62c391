internal import Evidence

/// Relying parties find the trust anchor in the trusted list; before a qualified certificate is made, the TSP looks there
/// itself, and the record says what it saw (R-B4, R-I9). A demonstration stands in no list.
struct TrustedListIsChecked: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.boundary.trusted_list_missing", source: .en319411part2("OVR-6.3.5-12", house: true),
    scope: .qualified, duties: [.b4, .i9])

  func applies(to facts: ProcessFacts) -> Bool { facts.application != nil && !facts.content.demo }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let list = facts.application?.trustedList
    let members: [(String, Bool)] = [
      ("sequenceNumber", list?.sequenceNumber != nil), ("service", list?.service != nil),
      ("serviceDigitalIdentifier", list?.serviceDigitalIdentifier != nil), ("checkedAt", list?.checkedAt != nil),
    ]
    return members.filter { !$0.1 }.map {
      Violation(field: "application.trustedList.\($0.0)", found: "absent", required: "what the trusted list says")
    }
  }
}
