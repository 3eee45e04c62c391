internal import Evidence

/// A power of a number is factored by taking its root. CA/B BR 6.1.6 asks for the same.
struct RSAModulusIsNoPower: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.perfect_power", source: .sp80089("5.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.perfectPower, required: "no power of a number")
  }
}
