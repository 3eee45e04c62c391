internal import X509

/// Paths are built by comparing names: the same bytes leave no room for opinions.
struct IssuerNameMatches: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-4.issuer_name_differs", source: .rfc5280("4.1.2.4, 7.1"))

  func check(_ chain: CertificateChain) -> [Violation] {
    .unless(
      chain.content.tbs.issuer.derBytes == chain.issuer.certificate.subject.derBytes, "issuer",
      found: "\(chain.content.tbs.issuer)",
      required: "byte for byte the CA's subject, \(chain.issuer.certificate.subject)")
  }
}
