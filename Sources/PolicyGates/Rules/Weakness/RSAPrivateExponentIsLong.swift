internal import Evidence

/// A private exponent of less than a quarter of the modulus's bits is found by Wiener's method.
struct RSAPrivateExponentIsLong: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.small_private_exponent", source: .fips1865("A.1.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(
      .smallPrivateExponent, required: "a private exponent of more than half the bits of the modulus")
  }
}
