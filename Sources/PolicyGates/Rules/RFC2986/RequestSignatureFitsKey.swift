internal import Evidence
internal import X509

/// The algorithm is one that the key can make.
struct RequestSignatureFitsKey: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_2986.4-2.request_signature_algorithm", source: .rfc2986("4.2"), scope: .certificationRequest)

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    let fits = evidence.scheme.map { evidence.subjectKey.fits($0) } ?? false
    return .unless(
      fits, "signatureAlgorithm", found: "\(evidence.request.signatureAlgorithm.algorithm)",
      required: "an agreed algorithm of the \(evidence.subjectKey.kind.label) key")
  }
}
