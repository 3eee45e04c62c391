internal import Evidence
internal import X509

/// A log answers before the certificate is made, and not before 1970.
struct TimestampsAreOfThePast: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-2.timestamp_in_future", source: .rfc6962("3.2"))

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(SignedCertificateTimestamps.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.timestamps.filter { $0.milliseconds / 1000 > UInt64(max(content.issuedAt.seconds, 0)) }.map {
      Violation(
        field: "extensions.signedCertificateTimestamps", found: "\($0.milliseconds) ms",
        required: "not after \(content.issuedAt)")
    }
  }
}
