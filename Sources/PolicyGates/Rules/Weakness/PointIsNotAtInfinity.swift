internal import Evidence

/// The point at infinity is the public key of 0.
struct PointIsNotAtInfinity: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.ec.point_at_infinity", source: .sp80056a("5.6.2.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isEC }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.pointAtInfinity, required: "a point other than the one at infinity")
  }
}
