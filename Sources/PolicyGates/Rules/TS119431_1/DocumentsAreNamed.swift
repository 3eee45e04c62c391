internal import Evidence

/// The activation refers to every document, one for each signature.
struct DocumentsAreNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-13.documents_missing",
    source: .ts119431part1("SIG-6.3.1-13"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool {
    !evidence.credential.takesUnnamedHashes || !evidence.content.hashes.isEmpty
  }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    .unless(
      evidence.content.hashes.count == evidence.content.signatures, "hashes",
      found: "\(evidence.content.hashes.count)", required: "one for each of \(evidence.content.signatures) signatures")
  }
}
