internal import X509

/// Key usage is one of the types A to F of table 1, so that a signature key is told from others.
struct KeyUsageIsOfOneType: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-3-2-1.key_usage_type", source: .en319412part2("NAT-4.3.2-1"),
    scope: .beyondBrowserForum.subtracting(.crlSigner))

  func applies(to content: CertificateContent) -> Bool { !content.isCA }

  func check(_ content: CertificateContent) -> [Violation] {
    let usage = content.extensionValue(KeyUsage.self).value
    return .unless(
      usage.map(KeyUsageType.all.contains) == true, "extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "one of the types A to F")
  }
}
