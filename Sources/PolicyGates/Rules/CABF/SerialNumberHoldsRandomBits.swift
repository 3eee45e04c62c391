internal import X509

/// 64 bits out of a generator fit into eight octets at the least.
struct SerialNumberHoldsRandomBits: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.serial_number_short", source: .baselineRequirements("7.1.2.7"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.serialNumber.octetCount >= 8, "serialNumber", found: "\(content.tbs.serialNumber)",
      required: "at least 8 octets, with 64 random bits")
  }
}
