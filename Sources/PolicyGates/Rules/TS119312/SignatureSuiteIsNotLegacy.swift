internal import DER
internal import Evidence
internal import X509

/// RSASSA-PKCS1-v1_5 is a legacy scheme: agreed still, recommended no more.
struct SignatureSuiteIsNotLegacy: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-3.signature_suite_legacy", source: .ts119312("6.3"), severity: .warning)

  func check(_ content: CertificateContent) -> [Violation] {
    guard case .rsaPKCS1 = content.scheme else { return [] }
    return [
      Violation(
        field: "signature", found: "\(content.tbs.signature.algorithm)", required: "RSASSA-PSS, ECDSA or Ed25519")
    ]
  }
}
