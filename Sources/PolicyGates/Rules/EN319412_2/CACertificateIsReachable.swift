internal import DER
internal import X509

/// Who has only the certificate can fetch the one above it.
struct CACertificateIsReachable: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-4-1-3.ca_issuers_missing",
    source: .en319412part2("GEN-4.4.1-2, GEN-4.4.1-3, GEN-4.4.1-4"),
    scope: .beyondBrowserForum.subtracting(.ocspResponder))

  func applies(to content: CertificateContent) -> Bool { !content.isCA }

  func check(_ content: CertificateContent) -> [Violation] {
    let uris = content.extensionValue(AuthorityInformationAccess.self).value?.uris(for: .caIssuersAccess) ?? []
    return .unless(
      uris.contains { Address.has($0, schemes: ["http", "https"]) }, "extensions.authorityInfoAccess.caIssuers",
      found: uris.isEmpty ? "absent" : uris.joined(separator: ", "), required: "an http or https address")
  }
}
