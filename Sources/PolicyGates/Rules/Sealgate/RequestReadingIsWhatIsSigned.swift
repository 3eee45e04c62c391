internal import X509

/// What the rules looked at is byte for byte what gets signed (design, never-list).
struct RequestReadingIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.certification_request.reading_differs_from_bytes",
    source: .sealgate("what is checked is what is signed"), scope: .certificationRequest)

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    .unless(
      evidence.request.infoBytes == evidence.requestInfo, "certificationRequestInfo", found: "a reading of other bytes",
      required: "a reading of exactly the bytes to be signed")
  }
}
