internal import DER
internal import X509

/// An attribute has at least one character, and one that is only space names nobody either.
struct NameAttributesAreNotEmpty: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.appendix-a-1.attribute_empty", source: .rfc5280("appendix A.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    [("subject", content.tbs.subject), ("issuer", content.tbs.issuer)].flatMap { field, name in
      name.attributes.filter { $0.string?.text.allSatisfy(\.isWhitespace) == true }.map {
        Violation(field: NameAttribute.field($0.type, of: field), found: "empty", required: "a text")
      }
    }
  }
}
