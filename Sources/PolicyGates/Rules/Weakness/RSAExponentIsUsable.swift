internal import Evidence

/// An exponent of 1 keeps every signature forgeable, an even one makes none, and one above the modulus hides a smaller.
struct RSAExponentIsUsable: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.unusable_exponent", source: .rfc8017("3.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.unusableExponent, required: "odd, from 3 to the modulus")
  }
}
