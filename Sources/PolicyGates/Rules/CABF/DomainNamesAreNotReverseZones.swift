internal import X509

/// A name in a zone for reverse look-up would be an address without an address's validation.
struct DomainNamesAreNotReverseZones: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.reverse_zone", source: .baselineRequirements("7.1.2.7.12, 4.2.2"), scope: .web,
    effectiveFrom: BaselineDates.march2026)

  func applies(to content: CertificateContent) -> Bool {
    !content.domainNames.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.domainNames.filter(\.isReverseZone).map {
      Violation(field: "extensions.subjectAltName", found: $0.text, required: "outside in-addr.arpa and ip6.arpa")
    }
  }
}
