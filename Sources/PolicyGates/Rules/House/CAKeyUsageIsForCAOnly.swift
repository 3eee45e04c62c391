internal import X509

/// A CA key is used for nothing but certificates and status (EN 319 411-1 GEN-6.5.3-03).
struct CAKeyUsageIsForCAOnly: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.key_usage", source: .en319411part1("GEN-6.5.3-03", house: true), scope: .cas,
    duties: [.k1])

  func check(_ content: CertificateContent) -> [Violation] {
    let usage = content.extensionValue(KeyUsage.self).value
    return .unless(
      usage == [.keyCertSign, .cRLSign], "extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "\(KeyUsage([.keyCertSign, .cRLSign]))")
  }
}
