internal import X509

/// A CA without a name cannot be told from another.
struct RequestNamesASubject: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.certification_request.subject_missing", source: .house("requests for CAs; RFC 5280 4.1.2.6"),
    scope: .certificationRequest)

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    .unless(!evidence.request.subject.isEmpty, "subject", found: "empty", required: "the CA's name")
  }
}
