internal import X509

/// The key's certified uses include signing certificates.
struct IssuerMaySignCertificates: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-3.issuer_may_not_sign_certificates", source: .rfc5280("4.2.1.3"))

  func check(_ chain: CertificateChain) -> [Violation] {
    let usage = chain.issuer.certificate.extensionValue(KeyUsage.self).value
    return .unless(
      usage?.contains(.keyCertSign) == true, "issuer.extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "keyCertSign")
  }
}
