internal import X509

/// A certificate tells where its status is found, unless it is over within days.
struct StatusIsReachable: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-11-2.revocation_pointer_missing", source: .baselineRequirements("7.1.2.11.2"),
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.hasNoRevocationPointer || content.isShortLived, "extensions.cRLDistributionPoints",
      found: "neither a distribution point nor an OCSP address", required: "one of them, or a short life")
  }
}
