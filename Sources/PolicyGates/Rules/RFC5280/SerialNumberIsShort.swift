internal import X509

/// Relying parties need not take serial numbers of more than 20 octets.
struct SerialNumberIsShort: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-2.serial_number_too_long", source: .rfc5280("4.1.2.2"))

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.serialNumber.octetCount <= 20, "serialNumber",
      found: "\(content.tbs.serialNumber.octetCount) octets", required: "at most 20 octets")
  }
}
