internal import X509

/// Whose answers of logs a certificate holds can be seen from its precertificate alone.
struct PrecertificateIsThere: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-3.precertificate_missing", source: .rfc6962("3.3, BR 7.1.2.11.3"))

  func applies(to pair: CertificatePair) -> Bool {
    !pair.content.timestamps.isEmpty || pair.content.extensionValue(SignedCertificateTimestamps.self) != .absent
  }

  func check(_ pair: CertificatePair) -> [Violation] {
    .unless(
      pair.precertificate != .absent, "precertificate", found: "absent",
      required: "present, as the certificate holds timestamps")
  }
}
