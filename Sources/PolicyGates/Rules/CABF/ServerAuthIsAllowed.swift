internal import DER
internal import X509

/// Browsers take no certificate for a server that does not say that it is one.
struct ServerAuthIsAllowed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-10.server_auth_missing",
    source: .baselineRequirements("7.1.2.7.10, 7.1.2.7.6, EN 319 412-4 WEB-4.1.3-4"), scope: .web)

  func check(_ content: CertificateContent) -> [Violation] {
    let purposes = content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []
    return .unless(
      purposes.contains(.serverAuth), "extensions.extKeyUsage",
      found: purposes.isEmpty ? "absent" : purposes.map(\.description).joined(separator: ", "),
      required: "serverAuth (\(ObjectIdentifier.serverAuth)) among its purposes")
  }
}
