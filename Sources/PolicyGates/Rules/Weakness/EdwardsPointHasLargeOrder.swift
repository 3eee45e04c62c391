internal import Evidence

/// A key of small order accepts signatures that nobody made.
struct EdwardsPointHasLargeOrder: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.edwards.small_order", source: .sp800186("D.1.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isEdwards }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.smallOrder, required: "a point of the prime order")
  }
}
