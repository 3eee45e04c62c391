internal import X509

/// A CA with path length 0 issues to subjects only.
struct IssuerPathLengthAllowsCA: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-9.path_length_exceeded", source: .rfc5280("4.2.1.9"), scope: .subordinateCAs)

  func check(_ chain: CertificateChain) -> [Violation] {
    let limit = chain.issuer.certificate.extensionValue(BasicConstraints.self).value?.pathLength
    return .unless(
      limit.map { $0 > 0 } ?? true, "issuer.extensions.basicConstraints", found: "path length 0",
      required: "room for a CA below")
  }
}
