internal import Evidence

/// A key that nobody searched for weaknesses has none listed: that is no evidence of a good key.
struct KeyIsExamined: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.any.not_examined", source: .sealgate("absent evidence is never good"))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.subjectKey.examination > .none, "subjectPublicKeyInfo", found: "not searched for weaknesses",
      required: "a key that was searched for weaknesses")
  }
}
