internal import X509

/// A certificate that ends before it begins is never valid.
struct ValidityIsOrdered: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-5.validity_reversed", source: .rfc5280("4.1.2.5"))

  func check(_ content: CertificateContent) -> [Violation] {
    let validity = content.tbs.validity
    return .unless(
      validity.notBefore.secondsSinceEpoch <= validity.notAfter.secondsSinceEpoch, "validity.notAfter",
      found: "\(validity.notAfter)", required: "not before \(validity.notBefore)")
  }
}
