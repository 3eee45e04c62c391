internal import DER
internal import X509

/// A country is the two letters of ISO 3166 in a PrintableString.
struct CountryNameIsACode: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.appendix-a-1.country_name", source: .rfc5280("appendix A.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    [("subject", content.tbs.subject), ("issuer", content.tbs.issuer)].flatMap { field, name in
      name.attributes.filter { $0.type == .countryName && !Self.isCode($0) }.map {
        Violation(field: "\(field).countryName", found: "\($0)", required: "two capital letters, PrintableString")
      }
    }
  }

  private static func isCode(_ attribute: AttributeTypeAndValue) -> Bool {
    guard let string = attribute.string else { return false }
    return string.kind == .printable && string.text.utf8.count == 2
      && string.text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}
