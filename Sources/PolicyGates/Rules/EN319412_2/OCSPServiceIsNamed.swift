internal import DER
internal import Evidence
internal import X509

/// Who runs a responder says in each certificate where it is, except where nothing can be revoked.
struct OCSPServiceIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-4-1-5.ocsp_not_named",
    source: .en319412part2("GEN-4.4.1-5"), scope: .subjects)

  func applies(to content: CertificateContent) -> Bool {
    content.statusServices?.ocsp == true && !content.isValidityAssured
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let uris = content.extensionValue(AuthorityInformationAccess.self).value?.uris(for: .ocspAccess) ?? []
    return .unless(
      !uris.isEmpty, "extensions.authorityInfoAccess.ocsp", found: "absent", required: "present, as the CA runs OCSP")
  }
}
