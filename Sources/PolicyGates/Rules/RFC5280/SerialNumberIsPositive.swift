internal import X509

/// A serial number is a positive number.
struct SerialNumberIsPositive: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-2.serial_number_not_positive", source: .rfc5280("4.1.2.2"))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.serialNumber.isPositive, "serialNumber", found: "\(content.tbs.serialNumber)",
      required: "greater than zero")
  }
}
