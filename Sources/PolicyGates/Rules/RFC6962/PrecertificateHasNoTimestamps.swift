internal import X509

/// Logs answer for a precertificate, so it cannot hold their answers.
struct PrecertificateHasNoTimestamps: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-1.poison_beside_timestamps", source: .rfc6962("3.1, BR 7.1.2.9.1"))

  func applies(to content: CertificateContent) -> Bool {
    content.isPrecertificate
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(SignedCertificateTimestamps.self) == .absent, "extensions.signedCertificateTimestamps",
      found: "present in a precertificate", required: "absent")
  }
}
