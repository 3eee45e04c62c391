internal import DER
internal import X509

/// Old readers look for the host in the common name, so it says one that was validated.
struct CommonNameIsAHost: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-4-3.common_name_unknown", source: .baselineRequirements("7.1.4.3, EN 319 412-4 WEB-4.1.4-2"),
    scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.commonName)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let hosts = Set(content.domainNames.map(\.text) + content.addresses.map(\.description))
    return content.tbs.subject.attributes.filter { $0.type == .commonName }
      .filter { name in name.string.map { !hosts.contains($0.text) } ?? true }.map {
        Violation(
          field: "subject.commonName", found: $0.string?.text ?? "no text", required: "one of the alternative names")
      }
  }
}
