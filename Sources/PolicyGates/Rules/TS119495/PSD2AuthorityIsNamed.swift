internal import DER
internal import X509

/// The authority's name is plain text in Latin letters.
struct PSD2AuthorityIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_495.gen-5-2-3-1.authority_name", source: .ts119495("GEN-5.2.3-1, GEN-5.2.3-1A"),
    scope: [.qualifiedWeb, .qualifiedSeals])

  func applies(to content: CertificateContent) -> Bool {
    content.psd2Statement != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let statement = content.psd2Statement else { return [] }
    let name = statement.authorityName
    let isNone = PSD2Roles.hasNoAuthority(statement)
    let isLatin = !name.isEmpty && name.unicodeScalars.allSatisfy(PSD2Roles.isLatin)
    return .unless(
      isNone == (name == "NA") && isLatin, "extensions.qcStatements.psd2.nCAName", found: name.isEmpty ? "empty" : name,
      required: isNone ? "NA for this role" : "a name in Latin letters")
  }
}
