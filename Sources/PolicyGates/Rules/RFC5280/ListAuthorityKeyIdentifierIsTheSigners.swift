internal import Evidence
internal import X509

/// A list names the key that verifies it.
struct ListAuthorityKeyIdentifierIsTheSigners: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-2-1.list_authority_key_identifier", source: .rfc5280("5.2.1"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let found = evidence.list.extensionValue(AuthorityKeyIdentifier.self).value?.keyIdentifier
    let key = evidence.signer.certificate.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    return .unless(
      found != nil && found == key, "extensions.authorityKeyIdentifier",
      found: found.map { Hex.encode($0) } ?? "absent",
      required: key.map { "the signer's subject key identifier, \(Hex.encode($0))" }
        ?? "that of a signer who has a subject key identifier")
  }
}
