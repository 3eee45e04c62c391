internal import X509

/// What cannot be read as a certificate cannot be compared with one.
struct PrecertificateIsReadable: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-1.precertificate_malformed", source: .rfc6962("3.1"))

  func applies(to pair: CertificatePair) -> Bool {
    pair.precertificate != .absent
  }

  func check(_ pair: CertificatePair) -> [Violation] {
    guard case .malformed(let error) = pair.precertificate else { return [] }
    return [Violation(field: "precertificate", found: "\(error)", required: "one certificate, DER")]
  }
}
