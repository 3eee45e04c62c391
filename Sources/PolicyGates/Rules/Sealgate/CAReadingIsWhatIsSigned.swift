internal import X509

/// What the rules looked at is byte for byte what gets signed (design, never-list).
struct CAReadingIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.ca_request.reading_differs_from_bytes", source: .sealgate("what is checked is what is signed"),
    scope: .cas.union(.statusSigners), duties: [.i5])

  func check(_ evidence: CACertificateEvidence) -> [Violation] {
    .unless(
      evidence.content.tbs.derBytes == evidence.tbsCertificate, "tbsCertificate", found: "a reading of other bytes",
      required: "a reading of exactly the bytes to be signed")
  }
}
