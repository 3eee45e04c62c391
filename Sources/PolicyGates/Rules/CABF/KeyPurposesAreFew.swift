internal import DER
internal import X509

/// What is neither for TLS nor prohibited is still better kept apart.
struct KeyPurposesAreFew: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-10.key_purpose_discouraged", source: .baselineRequirements("7.1.2.7.10"),
    severity: .warning, scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(ExtendedKeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []).filter {
      $0 != .serverAuth && $0 != .clientAuth && !KeyPurposesAreForTLS.prohibited.contains($0)
    }.map { Violation(field: "extensions.extKeyUsage", found: "\($0)", required: "serverAuth and clientAuth alone") }
  }
}
