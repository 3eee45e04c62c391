internal import X509

/// A key that also authenticates may sign a challenge that is a document.
struct KeyUsageIsNonRepudiationAlone: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-3-2-3.key_usage_not_type_a",
    source: .en319412part2("NAT-4.3.2-3, EN 319 412-3 LEG-4.3.1-4"), severity: .warning, scope: .qualifiedPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(KeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value else { return [] }
    return .unless(
      usage == .nonRepudiation, "extensions.keyUsage", found: "\(usage)", required: "type A, nonRepudiation alone")
  }
}
