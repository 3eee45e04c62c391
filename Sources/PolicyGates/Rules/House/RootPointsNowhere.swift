internal import DER
internal import X509

/// Nobody above a root could revoke it: addresses in it promise what cannot be.
struct RootPointsNowhere: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.root_pointers", source: .rfc5280("4.2.1.13, 4.2.2.1", house: true),
    severity: .warning, scope: .rootCA)

  func check(_ content: CertificateContent) -> [Violation] {
    let fields = [CRLDistributionPoints.oid, AuthorityInformationAccess.oid]
    return content.tbs.extensions.filter { fields.contains($0.oid) }.map {
      Violation(field: KnownExtension.field($0.oid), found: "present", required: "absent from a root")
    }
  }
}
