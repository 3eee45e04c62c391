internal import X509

/// A CA certificate names key usage, with keyCertSign, critically where it can.
struct CAKeyUsageSignsCertificates: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-3.ca_key_usage", source: .rfc5280("4.2.1.3"), scope: .cas)

  func check(_ content: CertificateContent) -> [Violation] {
    let usage = content.extensionValue(KeyUsage.self)
    return .unless(
      usage.value?.contains(.keyCertSign) == true && usage.critical == true, "extensions.keyUsage",
      found: "\(usage.value.map { "\($0)" } ?? "absent"), critical \(usage.critical ?? false)",
      required: "keyCertSign, critical")
  }
}
