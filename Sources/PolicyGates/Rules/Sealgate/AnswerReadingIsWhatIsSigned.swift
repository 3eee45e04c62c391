internal import X509

/// What the rules looked at is byte for byte what gets signed (design, never-list).
struct AnswerReadingIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.ocsp_answer.reading_differs_from_bytes", source: .sealgate("what is checked is what is signed"),
    scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    .unless(
      evidence.data.derBytes == evidence.responseData, "responseData", found: "a reading of other bytes",
      required: "a reading of exactly the bytes to be signed")
  }
}
