internal import X509

/// Only a certificate that says cA may stand above another one.
struct IssuerIsCA: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-9.issuer_is_no_ca", source: .rfc5280("4.2.1.9"))

  func check(_ chain: CertificateChain) -> [Violation] {
    .unless(
      chain.issuer.certificate.extensionValue(BasicConstraints.self).value?.isCA == true,
      "issuer.extensions.basicConstraints", found: "not a CA", required: "cA true")
  }
}
