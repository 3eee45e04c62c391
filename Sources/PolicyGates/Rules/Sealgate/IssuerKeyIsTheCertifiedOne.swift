internal import Evidence
internal import X509

/// The key that signs, and verifies after, is the one in the CA certificate and no other on the token.
struct IssuerKeyIsTheCertifiedOne: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.issuer.key_differs", source: .sealgate("what is checked is what is signed"), duties: [.i5])

  func check(_ chain: CertificateChain) -> [Violation] {
    [Violation].unless(
      chain.issuer.publicKey.spki == chain.issuer.certificate.subjectPublicKeyInfo.derBytes,
      "issuer.subjectPublicKeyInfo", found: "facts about another key", required: "facts about the CA's key")
      + .unless(
        (chain.signingKey?.spkiSHA256 ?? chain.issuer.publicKey.spkiSHA256) == chain.issuer.publicKey.spkiSHA256,
        "issuer.subjectPublicKeyInfo", found: "\(chain.issuer.publicKey.spkiSHA256)",
        required: "the key that is to sign, \(chain.signingKey.map { "\($0.spkiSHA256)" } ?? "")")
  }
}
