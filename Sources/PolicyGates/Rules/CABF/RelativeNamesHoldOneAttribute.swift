internal import DER
internal import X509

/// Software disagrees on names whose parts have several attributes.
struct RelativeNamesHoldOneAttribute: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-4-1.relative_name_of_several", source: .baselineRequirements("7.1.4.1"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.rdns.filter { $0.count > 1 }.map { parts in
      Violation(
        field: "subject", found: parts.map(\.description).joined(separator: "+"), required: "one attribute in each part"
      )
    }
  }
}
