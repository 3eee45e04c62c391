internal import Evidence
internal import X509

/// What the rules looked at is byte for byte what gets signed (design, never-list).
struct ReadingIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.request.reading_differs_from_bytes", source: .sealgate("what is checked is what is signed"),
    scope: .subjects, duties: [.a9, .i5])

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    .unless(
      evidence.content.tbs.derBytes == evidence.request.tbsCertificate, "tbsCertificate",
      found: "a reading of other bytes", required: "a reading of exactly the bytes to be signed")
  }
}
