internal import X509

/// The list is in the CA's name: verifiers look for that of the certificates' issuer, byte for byte.
struct ListIsOfTheCA: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-3.list_issuer_differs", source: .rfc5280("5.1.2.3, 6.3.3"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    .unless(
      evidence.list.issuer.derBytes == evidence.issuer.subject.derBytes, "issuer", found: "\(evidence.list.issuer)",
      required: "the CA's name, \(evidence.issuer.subject), byte for byte")
  }
}
