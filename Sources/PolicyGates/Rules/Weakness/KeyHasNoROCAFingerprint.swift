internal import Evidence

/// The primes of Infineon's RSALib can be computed from the modulus.
struct KeyHasNoROCAFingerprint: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.roca_fingerprint", source: .cve("CVE-2017-15361", "(2017-10)", "CA/B BR 6.1.1.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.rocaFingerprint, required: "a modulus that is no power of 65537")
  }
}
