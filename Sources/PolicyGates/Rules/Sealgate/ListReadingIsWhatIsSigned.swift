internal import X509

/// What the rules looked at is byte for byte what gets signed (design, never-list).
struct ListReadingIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.ca_list.reading_differs_from_bytes", source: .sealgate("what is checked is what is signed"),
    scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    .unless(
      evidence.list.derBytes == evidence.tbsCertList, "tbsCertList", found: "a reading of other bytes",
      required: "a reading of exactly the bytes to be signed")
  }
}
