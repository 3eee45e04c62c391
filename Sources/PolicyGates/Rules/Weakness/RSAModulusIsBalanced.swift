internal import Evidence

/// A modulus with far more ones than zeros, or the other way round, was made to look like something.
struct RSAModulusIsBalanced: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.uneven_bits", source: .fips1865("A.1.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.unevenBits, required: "about as many ones as zeros")
  }
}
