internal import DER
internal import X509

/// OCSP responder and CA certificate are found over plain http, so that no path building waits for another; no other access has a place.
struct InformationAccessIsHTTP: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-7.access_description", source: .baselineRequirements("7.1.2.7.7"), scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(AuthorityInformationAccess.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.extensionValue(AuthorityInformationAccess.self).value?.descriptions ?? []).filter { !Self.isAllowed($0) }
      .map {
        Violation(
          field: "extensions.authorityInfoAccess", found: "\($0.method) \($0.location)",
          required: "ocsp or caIssuers at an http address")
      }
  }

  private static func isAllowed(_ description: AccessDescription) -> Bool {
    guard case .uri(let uri) = description.location else { return false }
    return [.ocspAccess, .caIssuersAccess].contains(description.method) && Address.has(uri, schemes: ["http"])
  }
}
