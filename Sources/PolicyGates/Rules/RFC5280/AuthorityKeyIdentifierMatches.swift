internal import Evidence
internal import X509

/// It names the key that verifies the signature.
struct AuthorityKeyIdentifierMatches: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-1.authority_key_identifier_differs", source: .rfc5280("4.2.1.1"))

  func applies(to chain: CertificateChain) -> Bool {
    chain.content.extensionValue(AuthorityKeyIdentifier.self).value?.keyIdentifier != nil
  }

  func check(_ chain: CertificateChain) -> [Violation] {
    guard let identifier = chain.content.extensionValue(AuthorityKeyIdentifier.self).value?.keyIdentifier else {
      return []
    }
    let key = chain.issuer.certificate.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    return .unless(
      identifier == key, "extensions.authorityKeyIdentifier", found: Hex.encode(identifier),
      required: key.map { "the CA's subject key identifier, \(Hex.encode($0))" } ?? "a CA with a subject key identifier"
    )
  }
}
