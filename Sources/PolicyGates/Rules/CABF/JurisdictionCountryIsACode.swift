internal import DER
internal import X509

/// Where a company is registered is a country of ISO 3166-1.
struct JurisdictionCountryIsACode: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-4-2-4.jurisdiction_country", source: .evGuidelines("7.1.4.2.4, BR 7.1.4.2"),
    scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.jurisdictionCountry)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.attributes.filter { $0.type == .jurisdictionCountry && !Self.isCode($0) }.map {
      Violation(
        field: "subject.jurisdictionCountry", found: $0.string?.text ?? "no text",
        required: "a code of ISO 3166-1 in capital letters, PrintableString")
    }
  }

  private static func isCode(_ attribute: AttributeTypeAndValue) -> Bool {
    guard let string = attribute.string else { return false }
    return string.kind == .printable && Codes.countries.contains(string.text)
  }
}
