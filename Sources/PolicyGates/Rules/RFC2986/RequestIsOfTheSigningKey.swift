internal import Evidence
internal import X509

/// A request proves possession of the key in it, so that key signs it.
struct RequestIsOfTheSigningKey: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_2986.3.request_key", source: .rfc2986("3, 4.2"), scope: .certificationRequest)

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    let key = evidence.request.subjectPublicKeyInfo.derBytes
    return .unless(
      key == evidence.subjectKey.spki && evidence.key.spkiSHA256 == evidence.subjectKey.spkiSHA256, "subjectPKInfo",
      found: "another key", required: "the key that is to sign, \(evidence.key.spkiSHA256)")
  }
}
