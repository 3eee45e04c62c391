internal import X509

/// A serial number with enough random bits cannot be foreseen; eight octets are the least that can hold 64.
struct SerialNumberIsLong: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-3-02a.serial_number_short", source: .en319411part1("GEN-6.3.3-02A"),
    severity: .warning, scope: .beyondBrowserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.serialNumber.octetCount >= 8, "serialNumber", found: "\(content.tbs.serialNumber)",
      required: "at least 8 octets, with 64 random bits")
  }
}
