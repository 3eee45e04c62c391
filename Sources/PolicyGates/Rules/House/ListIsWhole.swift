internal import DER
internal import X509

/// A list without a restriction says that whatever it does not name is not revoked. Ours are whole: of no one reason, not for
/// subjects or attribute certificates alone, not on behalf of other CAs, no delta.
struct ListIsWhole: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_list.partial", source: .rfc5280("5.2.4, 5.2.5", house: true), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let point = evidence.list.extensionValue(IssuingDistributionPoint.self).value
    let limits: [(Bool, String)] = [
      (point?.onlyContainsUserCertificates == true, "subjects' certificates alone"),
      (point?.onlyContainsAttributeCertificates == true, "attribute certificates alone"),
      (point?.onlySomeReasons != nil, "some reasons alone"), (point?.isIndirect == true, "other CAs' certificates too"),
      (evidence.list.extensions.contains { $0.oid == ObjectIdentifier(2, 5, 29, 27) }, "changes alone (delta)"),
    ]
    let found = limits.filter(\.0).map(\.1)
    return .unless(
      found.isEmpty, "extensions.issuingDistributionPoint", found: found.joined(separator: ", "),
      required: "a whole list of the CA's certificates")
  }
}
