internal import DER
internal import Evidence
internal import X509

/// The algorithm that the certificate names is one that the CA's key can make.
struct SignatureFitsIssuerKey: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.issuer.signature_algorithm", source: .rfc5280("4.1.2.3"), duties: [.i5])

  func applies(to chain: CertificateChain) -> Bool { chain.content.scheme != nil }

  func check(_ chain: CertificateChain) -> [Violation] {
    guard let scheme = chain.content.scheme else { return [] }
    return .unless(
      Self.fits(scheme, chain.issuer.publicKey.kind) && chain.issuer.publicKey.allows(scheme), "signature",
      found: "\(chain.content.tbs.signature.algorithm)",
      required: "an algorithm of the CA's \(chain.issuer.publicKey.kind.label) key")
  }

  private static func fits(_ scheme: SignatureScheme, _ key: KeyKind) -> Bool {
    switch (scheme, key) {
    case (.ecdsa, .ec), (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ed25519, .ed25519), (.ed448, .ed448): true
    default: false
    }
  }
}
