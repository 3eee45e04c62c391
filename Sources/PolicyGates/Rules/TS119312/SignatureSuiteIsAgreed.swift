internal import DER
internal import Evidence
internal import X509

/// SHA-2 or SHA-3 with RSA, RSA-PSS or ECDSA, Ed25519, Ed448, or the pure form of an agreed post-quantum algorithm, with
/// exactly their parameters.
struct SignatureSuiteIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-3.signature_suite", source: .ts119312("6.3"))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.hasAgreedSuite, "signature", found: Self.label(content.tbs.signature),
      required: "an agreed signature suite with its own parameters")
  }

  /// What RSASSA-PSS leaves out stands for SHA-1 (RFC 4055, 3.1): the finding says so.
  private static func label(_ algorithm: AlgorithmIdentifier) -> String {
    if let name = PostQuantumAlgorithm(algorithm) { return "\(name.rawValue) (\(algorithm.algorithm))" }
    guard let parameters = try? algorithm.rsassaPSSParameters() else { return "\(algorithm.algorithm)" }
    let isSHA1 = parameters.hash.algorithm == .sha1 || parameters.maskHash?.algorithm == .sha1
    return "\(algorithm.algorithm)" + (isSHA1 ? " with SHA-1, which absent parameters stand for" : "")
  }
}
