internal import X509

/// When something was revoked does not change from list to list, but for a compromise that is found to be older.
struct RevocationsStandStill: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.revocation_date_changed", source: .house("CA lists; EN 319 411-1 REV-6.3.9-04"),
    scope: .certificateList, duties: [.s4])

  func applies(to evidence: CAListEvidence) -> Bool { evidence.previous.tbs != nil }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let before = evidence.previousEntries
    return evidence.entries(".revocationDate", required: "as in the previous list, or earlier for a compromise") {
      entry in
      guard let old = before[entry.serialNumber]?.revocationDate.secondsSinceEpoch else { return nil }
      let new = entry.revocationDate.secondsSinceEpoch
      let isCompromise = entry.reason.value == .cACompromise || entry.reason.value == .keyCompromise
      return new == old || (new < old && isCompromise) ? nil : "\(entry.revocationDate)"
    }
  }
}
