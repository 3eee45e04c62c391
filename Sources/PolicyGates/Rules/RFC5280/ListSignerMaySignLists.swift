internal import X509

/// The key's certified uses include signing lists.
struct ListSignerMaySignLists: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-3.may_not_sign_lists", source: .rfc5280("4.2.1.3, 6.3.3"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let usage = evidence.signer.certificate.extensionValue(KeyUsage.self).value
    return .unless(
      usage?.contains(.cRLSign) == true, "signer.extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "cRLSign")
  }
}
