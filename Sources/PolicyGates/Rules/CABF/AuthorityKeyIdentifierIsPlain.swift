internal import X509

/// The issuer's key is named by its identifier; name and number of the issuer's certificate would tie the path to one of several.
struct AuthorityKeyIdentifierIsPlain: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-11-1.authority_certificate_named", source: .baselineRequirements("7.1.2.11.1"),
    scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(AuthorityKeyIdentifier.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(AuthorityKeyIdentifier.self).value?.authority == nil, "extensions.authorityKeyIdentifier",
      found: "issuer and serial number", required: "the key identifier alone")
  }
}
