internal import X509

/// It names the CA's key among those of the same name.
struct AuthorityKeyIdentifierIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-1-1.authority_key_identifier_missing", source: .en319412part2("GEN-4.3.1-1"))

  func applies(to content: CertificateContent) -> Bool { content.purpose != .rootCA }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(AuthorityKeyIdentifier.self).value?.keyIdentifier?.isEmpty == false,
      "extensions.authorityKeyIdentifier", found: "no key identifier", required: "a key identifier")
  }
}
