internal import X509

/// Of two lists the later one counts; a clock that went back would make the older one count.
struct ListFollowsThePrevious: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.older_than_previous", source: .house("CA lists; RFC 5280 5.1.2.4"),
    scope: .certificateList)

  func applies(to evidence: CAListEvidence) -> Bool { evidence.previous.tbs != nil }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    guard let previous = evidence.previous.tbs else { return [] }
    return .unless(
      previous.thisUpdate.secondsSinceEpoch <= evidence.list.thisUpdate.secondsSinceEpoch, "thisUpdate",
      found: "\(evidence.list.thisUpdate)", required: "no earlier than the previous list's, \(previous.thisUpdate)")
  }
}
