internal import DER
internal import X509

/// The authority is a country and two to eight capital letters; central banks and public authorities of no country have none.
struct PSD2AuthorityIsIdentified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_495.gen-5-2-3-2.authority_id", source: .ts119495("GEN-5.2.3-2, GEN-5.2.3-5"),
    scope: [.qualifiedWeb, .qualifiedSeals])

  func applies(to content: CertificateContent) -> Bool {
    content.psd2Statement != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let statement = content.psd2Statement else { return [] }
    let isNone = PSD2Roles.hasNoAuthority(statement)
    return .unless(
      isNone ? statement.authorityID == "NA" : PSD2Roles.isAuthority(statement.authorityID),
      "extensions.qcStatements.psd2.nCAId", found: statement.authorityID,
      required: isNone ? "NA for this role" : "a country, a hyphen and two to eight capital letters")
  }
}
