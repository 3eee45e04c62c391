internal import DER
internal import X509

/// SHA-2 or SHA-3 with RSA, RSA-PSS or ECDSA, or Ed25519, with exactly their parameters.
struct SignatureSuiteIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-3.signature_suite", source: .ts119312("6.3"))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.scheme != nil, "signature", found: "\(content.tbs.signature.algorithm)",
      required: "an agreed signature suite with its own parameters")
  }
}
