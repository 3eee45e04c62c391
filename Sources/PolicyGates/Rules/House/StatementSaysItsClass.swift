internal import Evidence
internal import X509

/// A signature makes nothing better: what a module said stays what a module said, and the statement says so (attestation
/// reference, section 9).
struct StatementSaysItsClass: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.class_differs", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    [Violation].unless(
      [.attributesLive, .attributesLiveCertifiedChannel].contains(evidence.evidenceClass), "evidenceClass",
      found: evidence.evidenceClass.rawValue, required: "a class of attributes that were read live")
      + evidence.compare(
        SealgateArc.evidenceClassClaim, .text, in: .key, called: "evidence-class",
        with: .text(evidence.evidenceClass.rawValue))
  }
}
