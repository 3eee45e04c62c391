internal import DER
internal import X509

/// It says that nothing tells of a revocation; beside a pointer it contradicts itself.
struct NoRevAvailStandsAlone: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_9608.3.no_rev_avail_contradicted", source: .rfc9608("3"), scope: .endEntities)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(NoRevAvail.self) != .absent
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let access = content.extensionValue(AuthorityInformationAccess.self).value
    let pointers = [
      ("cRLDistributionPoints", content.extensionValue(CRLDistributionPoints.self) != .absent),
      ("freshestCRL", content.extensionValue(FreshestCRL.self) != .absent),
      ("authorityInfoAccess", access?.descriptions.contains { $0.method == .ocspAccess } ?? false),
    ]
    return pointers.filter(\.1).map {
      Violation(
        field: "extensions.\($0.0)", found: "present beside noRevAvail", required: "no pointer to revocation status")
    }
  }
}
