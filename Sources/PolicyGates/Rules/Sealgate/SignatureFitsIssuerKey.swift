internal import DER
internal import Evidence
internal import X509

/// The algorithm that the certificate names is one that the CA's key can make.
struct SignatureFitsIssuerKey: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.issuer.signature_algorithm", source: .rfc5280("4.1.2.3"), duties: [.i5])

  func applies(to chain: CertificateChain) -> Bool { chain.content.hasAgreedSuite }

  func check(_ chain: CertificateChain) -> [Violation] {
    let (content, key) = (chain.content, chain.issuer.publicKey)
    let fits =
      if let scheme = content.scheme { Self.fits(scheme, key.kind) && key.allows(scheme) } else {
        content.postQuantumSignature.map(KeyKind.postQuantum) == key.kind
      }
    return .unless(
      fits, "signature", found: "\(content.tbs.signature.algorithm)",
      required: "an algorithm of the CA's \(key.kind.label) key")
  }

  private static func fits(_ scheme: SignatureScheme, _ key: KeyKind) -> Bool {
    switch (scheme, key) {
    case (.ecdsa, .ec), (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ed25519, .ed25519), (.ed448, .ed448): true
    default: false
    }
  }
}
