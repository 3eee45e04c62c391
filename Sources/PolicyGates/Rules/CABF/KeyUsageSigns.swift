internal import Evidence
internal import X509

/// An elliptic-curve key does nothing in TLS but sign.
struct KeyUsageSigns: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-11.digital_signature_missing", source: .baselineRequirements("7.1.2.7.11"),
    scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    guard case .ec = content.subjectKey.kind else { return false }
    return content.extensionValue(KeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value else { return [] }
    return .unless(
      usage.contains(.digitalSignature), "extensions.keyUsage", found: "\(usage)", required: "with digitalSignature")
  }
}
