internal import X509

/// One key for one use: what a key signs elsewhere cannot be held against it as a signature.
struct KeyUsageIsNotMixed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-3-2-1.key_usage_mixed",
    source: .en319412part2("NAT-4.3.2-1, EN 319 412-3 LEG-4.3.1-2"), severity: .warning, scope: .general)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfNaturalPerson || content.isOfLegalPerson
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value else { return [] }
    let isMixed = KeyUsageType.all.contains(usage) && !Self.plain.contains(usage)
    return .unless(!isMixed, "extensions.keyUsage", found: "\(usage)", required: "type A, C or E")
  }

  private static let plain: [KeyUsage] = [[.nonRepudiation], [.digitalSignature], [.keyEncipherment], [.keyAgreement]]
}
