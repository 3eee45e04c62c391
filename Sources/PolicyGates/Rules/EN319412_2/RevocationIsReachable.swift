internal import X509

/// A certificate tells where its status can be found, unless it is over before that could change.
struct RevocationIsReachable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-11-2.revocation_pointer_missing",
    source: .en319412part2("GEN-4.3.11-2, GEN-4.4.1-8"), scope: .beyondBrowserForum.subtracting(.ocspResponder))

  func applies(to content: CertificateContent) -> Bool { !content.isCA }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.hasNoRevocationPointer || content.isValidityAssured, "extensions.cRLDistributionPoints",
      found: "neither a distribution point nor an OCSP address", required: "one of them, or validity assured")
  }
}
