internal import Evidence
internal import X509

/// RSA keys encipher, elliptic-curve keys agree; Ed25519 does neither.
struct KeyUsageFitsKey: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-3-2-1.key_usage_unfit_for_key", source: .en319412part2("NAT-4.3.2-1, table 1 note"),
    scope: .endEntities)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(KeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value else { return [] }
    let (isRSA, isEC) =
      switch content.subjectKey.kind {
      case .rsa: (true, false)
      case .ec: (false, true)
      case .ed25519, .ed448, .postQuantum, .other: (false, false)
      }
    return [Violation].unless(
      isRSA || !usage.contains(.keyEncipherment), "extensions.keyUsage", found: "\(usage)",
      required: "keyEncipherment with RSA keys only")
      + .unless(
        isEC || !usage.contains(.keyAgreement), "extensions.keyUsage", found: "\(usage)",
        required: "keyAgreement with elliptic-curve keys only")
  }
}
