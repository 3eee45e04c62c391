internal import Evidence

/// Where the modulus is a prime, everyone knows the private key.
struct RSAModulusIsNoPrime: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.prime_modulus", source: .sp80089("5.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.primeModulus, required: "a product of two primes")
  }
}
