internal import Evidence

/// A key is in its one encoding: what one reader takes and another refuses is two keys.
struct KeyIsWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.any.malformed", source: .rfc5280("4.1.2.7"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.malformed, required: "a well-formed key in its canonical encoding")
  }
}
