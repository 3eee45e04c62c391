internal import X509

/// 64 bits out of a generator fit into eight octets at the least. The Baseline Requirements ask it of CAs for websites, and
/// we of all.
struct CASerialHoldsRandomBits: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.serial_short", source: .house("CA profile; CA/B TLS BR 7.1.2.1, 7.1.2.2, 7.1.2.6"),
    scope: .cas.union(.statusSigners))

  func check(_ ca: PlannedCA) -> [Violation] {
    .unless(
      ca.content.tbs.serialNumber.octetCount >= 8, "serialNumber", found: "\(ca.content.tbs.serialNumber)",
      required: "at least 8 octets, with 64 random bits")
  }
}
