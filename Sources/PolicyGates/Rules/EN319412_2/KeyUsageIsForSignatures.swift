internal import X509

/// A certificate for signatures or seals has type A, B or F: all have nonRepudiation.
struct KeyUsageIsForSignatures: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-3-2-2.key_usage_not_for_signatures",
    source: .en319412part2("NAT-4.3.2-2, EN 319 412-3 LEG-4.3.1-3"), scope: .qualifiedPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(KeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value else { return [] }
    return .unless(
      usage.contains(.nonRepudiation), "extensions.keyUsage", found: "\(usage)", required: "type A, B or F")
  }
}
