internal import Evidence

/// Two keys with a common prime give each other away.
struct RSAFactorsAreItsOwn: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.shared_factor", source: .baselineRequirements("4.9.1.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.sharedFactor, required: "no factor in common with another key")
  }
}
