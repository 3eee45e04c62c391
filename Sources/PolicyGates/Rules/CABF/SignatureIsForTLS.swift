internal import DER
internal import Evidence
internal import X509

/// Browsers know RSA and ECDSA with SHA-2.
struct SignatureIsForTLS: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-3-2.signature_suite", source: .baselineRequirements("7.1.3.2"), scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.hasAgreedSuite
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let isKnown =
      switch content.scheme {
      case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash): [.sha256, .sha384, .sha512].contains(hash)
      case .ed25519, .ed448, nil: false
      }
    return .unless(
      isKnown, "signature", found: "\(content.tbs.signature.algorithm)",
      required: "RSA or ECDSA with SHA-256, SHA-384 or SHA-512")
  }
}
