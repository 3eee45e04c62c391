internal import DER
internal import X509

/// The certificate of a CA below another one tells where to find out that it was revoked, and the certificate above it.
struct CARevocationIsReachable: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.revocation_pointer_missing",
    source: .house("CA profile; RFC 5280 4.2.1.13, 4.2.2.1"), scope: .subordinateCAs)

  func check(_ content: CertificateContent) -> [Violation] {
    let access = content.extensionValue(AuthorityInformationAccess.self).value
    let fields = [
      ("extensions.cRLDistributionPoints", content.extensionValue(CRLDistributionPoints.self).value?.uris ?? []),
      ("extensions.authorityInfoAccess", access?.uris(for: .caIssuersAccess) ?? []),
    ]
    return fields.filter { $0.1.isEmpty }.map {
      Violation(field: $0.0, found: "no address", required: "an address")
    }
  }
}
