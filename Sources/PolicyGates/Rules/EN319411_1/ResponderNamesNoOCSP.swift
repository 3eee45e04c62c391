internal import DER
internal import X509

/// The status of a responder is not asked of a responder.
struct ResponderNamesNoOCSP: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.css-6-6-3-01b.ocsp_address", source: .en319411part1("CSS-6.6.3-01B"), scope: .ocspResponder)

  func check(_ content: CertificateContent) -> [Violation] {
    let addresses = content.extensionValue(AuthorityInformationAccess.self).value?.uris(for: .ocspAccess) ?? []
    return .unless(
      addresses.isEmpty, "extensions.authorityInfoAccess", found: addresses.joined(separator: ", "),
      required: "no address of an OCSP responder")
  }
}
