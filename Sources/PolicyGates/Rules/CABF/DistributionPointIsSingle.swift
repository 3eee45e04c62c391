internal import X509

/// Readers take the first.
struct DistributionPointIsSingle: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-11-2.distribution_points_several", source: .baselineRequirements("7.1.2.11.2"),
    severity: .warning, scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(CRLDistributionPoints.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let count = content.extensionValue(CRLDistributionPoints.self).value?.points.count ?? 0
    return .unless(count < 2, "extensions.cRLDistributionPoints", found: "\(count) points", required: "one")
  }
}
