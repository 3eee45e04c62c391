internal import X509

/// A precertificate comes before the certificate, so it has none before it.
struct PrecertificateIsNotPrecertified: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-1.precertificate_of_precertificate", source: .rfc6962("3.1"))

  func applies(to pair: CertificatePair) -> Bool {
    pair.precertificate != .absent
  }

  func check(_ pair: CertificatePair) -> [Violation] {
    .unless(
      !pair.content.isPrecertificate, "precertificate", found: "beside a precertificate",
      required: "absent until the certificate is asked for")
  }
}
