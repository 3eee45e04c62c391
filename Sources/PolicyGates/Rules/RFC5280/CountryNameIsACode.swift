internal import DER
internal import X509

/// A country is two letters that ISO 3166 assigns, in a PrintableString; the Union and the UN have theirs reserved.
struct CountryNameIsACode: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.appendix-a-1.country_name", source: .rfc5280("appendix A.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    [("subject", content.tbs.subject), ("issuer", content.tbs.issuer)].flatMap { field, name in
      name.attributes.filter { $0.type == .countryName && !Self.isCode($0) }.map {
        Violation(
          field: "\(field).countryName", found: "\($0)",
          required: "a code of ISO 3166-1 in capital letters, PrintableString")
      }
    }
  }

  private static func isCode(_ attribute: AttributeTypeAndValue) -> Bool {
    guard let string = attribute.string else { return false }
    return string.kind == .printable
      && (Codes.countries.contains(string.text) || ["EU", "UN"].contains(string.text))
  }
}
