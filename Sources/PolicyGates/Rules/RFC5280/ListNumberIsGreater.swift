internal import X509

/// Each list has a number, greater than that of the one before.
struct ListNumberIsGreater: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-2-3.crl_number", source: .rfc5280("5.2.3"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    guard let number = evidence.list.extensionValue(CRLNumber.self).value else {
      return [Violation(field: "extensions.cRLNumber", found: "absent", required: "present")]
    }
    guard let previous = evidence.previous.tbs?.extensionValue(CRLNumber.self).value else { return [] }
    return .unless(
      previous < number, "extensions.cRLNumber", found: "\(number)",
      required: "greater than the previous list's, \(previous)")
  }
}
