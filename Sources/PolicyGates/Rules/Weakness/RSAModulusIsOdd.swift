internal import Evidence

/// An even modulus is no product of two large primes. CA/B BR 6.1.6 asks for the same.
struct RSAModulusIsOdd: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.even_modulus", source: .sp80089("5.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.evenModulus, required: "odd")
  }
}
