internal import DER
internal import X509

/// OCSP is asked over http or https.
struct OCSPAddressIsHTTP: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-4-1-6.ocsp_address", source: .en319412part2("GEN-4.4.1-6"), scope: .beyondBrowserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(AuthorityInformationAccess.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let access = content.extensionValue(AuthorityInformationAccess.self).value?.descriptions ?? []
    return access.filter { $0.method == .ocspAccess && !Self.isHTTP($0.location) }.map {
      Violation(
        field: "extensions.authorityInfoAccess.ocsp", found: "\($0.location)", required: "an http or https address")
    }
  }

  private static func isHTTP(_ name: GeneralName) -> Bool {
    if case .uri(let uri) = name { Address.has(uri, schemes: ["http", "https"]) } else { false }
  }
}
