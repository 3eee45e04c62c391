internal import DER
internal import X509

/// A server that forgets to send the CA's certificate is helped by the address of it.
struct IssuerCertificateIsOffered: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-7.ca_issuers_missing", source: .baselineRequirements("7.1.2.7.7"), severity: .warning,
    scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(AuthorityInformationAccess.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let access = content.extensionValue(AuthorityInformationAccess.self).value?.descriptions ?? []
    return .unless(
      access.contains { $0.method == .caIssuersAccess }, "extensions.authorityInfoAccess.caIssuers", found: "absent",
      required: "an http address")
  }
}
