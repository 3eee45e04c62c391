internal import Evidence

/// The modulus of two random primes repeats nothing.
struct RSAModulusDoesNotRepeat: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.repeated_bytes", source: .fips1865("A.1.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.repeatedBytes, required: "a product of two random primes")
  }
}
