internal import Evidence

/// The private keys 1, 2 and on are the first that anyone tries.
struct ECPrivateKeyIsNotGuessable: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.ec.guessable_private_key", source: .baselineRequirements("4.9.1.1"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isEC }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.guessablePrivateKey, required: "a random private key")
  }
}
