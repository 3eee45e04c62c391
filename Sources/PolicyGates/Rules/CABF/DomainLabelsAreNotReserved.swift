internal import X509

/// Two hyphens in the third and fourth place announce an encoding, and the only one in use is Punycode behind xn.
struct DomainLabelsAreNotReserved: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.domain_label_reserved", source: .baselineRequirements("7.1.2.7.12, 1.6.1"), scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    !content.domainNames.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.domainNames.flatMap(\.reservedLabels).map {
      Violation(
        field: "extensions.subjectAltName", found: $0, required: "xn-- with Punycode, or no hyphens in that place")
    }
  }
}
