internal import Evidence

/// A modulus with a small factor is no product of two large primes. CA/B BR 6.1.6 asks up to 752; here it is 65537.
struct RSAModulusHasNoSmallFactor: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.small_factor", source: .sp80089("5.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.smallFactor, required: "without a prime factor up to 65537")
  }
}
