internal import Evidence
internal import X509

/// Who runs a list says in each certificate where it is, except where nothing can be revoked.
struct CRLServiceIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-11-1.crl_not_named",
    source: .en319412part2("GEN-4.3.11-1"), scope: .subjects)

  func applies(to content: CertificateContent) -> Bool {
    content.statusServices?.crl == true && !content.isValidityAssured
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(CRLDistributionPoints.self).value != nil, "extensions.cRLDistributionPoints",
      found: "absent", required: "present, as the CA runs CRLs")
  }
}
