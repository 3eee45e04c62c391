internal import Evidence

/// Primes with zeros at the same places of each word make a polynomial of the modulus, which is factored as one.
struct RSAModulusIsNoPolynomial: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.sparse_modulus", source: .fips1865("A.1.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.sparseModulus, required: "a product of two random primes")
  }
}
