internal import Evidence
internal import X509

/// A CA certificate that is not valid makes every certificate below it invalid.
struct IssuerIsValid: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.6-1-3.issuer_not_valid", source: .rfc5280("6.1.3"))

  func check(_ chain: CertificateChain) -> [Violation] {
    let validity = chain.issuer.certificate.validity
    return .unless(
      validity.contains(secondsSinceEpoch: chain.content.issuedAt.seconds), "issuer.validity",
      found: "\(validity.notBefore) to \(validity.notAfter)", required: "valid at \(chain.content.issuedAt)")
  }
}
