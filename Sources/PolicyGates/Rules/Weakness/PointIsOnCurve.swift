internal import Evidence

/// A point beside its curve belongs to another curve, whose order may be small. CA/B BR 6.1.6 asks for the same.
struct PointIsOnCurve: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.ec.point_off_curve", source: .sp80056a("5.6.2.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isEC }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.pointOffCurve, required: "a point of the curve")
  }
}
