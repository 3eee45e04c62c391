internal import Evidence

/// Parameters may describe a curve on which anyone signs for anyone (CVE-2020-0601).
struct CurveIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.ec.explicit_parameters", source: .rfc5480("2.1.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.explicitParameters, required: "a curve by its name")
  }
}
