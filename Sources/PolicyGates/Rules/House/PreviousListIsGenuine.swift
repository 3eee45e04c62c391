internal import Evidence
internal import X509

/// What the list is compared with is the CA's own word.
struct PreviousListIsGenuine: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.previous_not_genuine", source: .house("CA lists; RFC 5280 6.3.3"),
    scope: .certificateList, duties: [.s4])

  func applies(to evidence: CAListEvidence) -> Bool { evidence.previous.tbs != nil }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    guard case .list(let previous, let isGenuine) = evidence.previous else { return [] }
    return [Violation].unless(
      isGenuine == .yes, "previousList.signature", found: "verified: \(isGenuine.rawValue)",
      required: "verified: \(Truth.yes.rawValue)")
      + .unless(
        previous.issuer.derBytes == evidence.issuer.subject.derBytes, "previousList.issuer",
        found: "\(previous.issuer)", required: "the CA, \(evidence.issuer.subject)")
  }
}
