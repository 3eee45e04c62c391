internal import Evidence
internal import X509

/// TLS 1.3 needs signatures and nothing else; the other uses serve old suites, and a key with both serves attacks across them.
struct KeyUsageIsForModernTLS: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-11.key_usage_discouraged", source: .baselineRequirements("7.1.2.7.11, 7.1.2.7.6"),
    severity: .warning, scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    let usage = content.extensionValue(KeyUsage.self).value
    let isRSA = if case .rsa = content.subjectKey.kind { true } else { false }
    let isSigningAlone = usage == .digitalSignature
    // What is prohibited, or required, for an elliptic-curve key is an error of other rules.
    let isLeft = isRSA || usage?.isSuperset(of: [.digitalSignature, .keyAgreement]) ?? true
    return .unless(
      isSigningAlone || !isLeft, "extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "digitalSignature alone")
  }
}
