internal import DER
internal import X509

/// A common name that reads like a host is taken for one, so it is one of those that were validated.
struct CommonNameIsANamedHost: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_4.web-4-1-3-4.common_name_unknown", source: .en319412part4("WEB-4.1.3-4 d"),
    scope: .plainQualifiedWeb)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.commonName)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let hosts = content.domainNames.map(\.text)
    return content.tbs.subject.values(of: .commonName).map(\.text).filter { text in
      let name = DomainName(text)
      return name.isWellFormed && name.labels.count > 1 && !hosts.contains(text)
    }.map { Violation(field: "subject.commonName", found: $0, required: "one of the alternative names") }
  }
}
