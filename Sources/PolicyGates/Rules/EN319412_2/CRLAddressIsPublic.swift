internal import X509

/// A list is found over http or ldap.
struct CRLAddressIsPublic: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-11-4.crl_address", source: .en319412part2("GEN-4.3.11-4"), scope: .beyondBrowserForum
  )

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(CRLDistributionPoints.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let uris = content.extensionValue(CRLDistributionPoints.self).value?.uris ?? []
    return .unless(
      uris.contains { Address.has($0, schemes: ["http", "ldap"]) }, "extensions.cRLDistributionPoints",
      found: uris.isEmpty ? "no address" : uris.joined(separator: ", "), required: "an http or ldap address")
  }
}
