internal import X509

/// What the rules looked at is byte for byte what gets signed (design, never-list).
struct StatementReadingIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.reading_differs_from_bytes", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.i5])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    .unless(
      evidence.reading.derBytes == evidence.tbsEvidence, "tbsEvidence", found: "a reading of other bytes",
      required: "a reading of exactly the bytes to be signed")
  }
}
