internal import DER
internal import X509

/// Each attribute has its string type; DirectoryString is written as PrintableString or UTF8String.
///
/// Only the subject is asked: an issuer's name is the CA's, byte for byte, and may be older than the clause.
struct NameAttributesHaveTheirType: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-4.attribute_type", source: .rfc5280("4.1.2.4, appendix A.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.attributes.compactMap { attribute in
      guard let kinds = NameAttribute.kinds(of: attribute.type) else { return nil }
      let kind = attribute.string?.kind
      return kind.map(kinds.contains) == true
        ? nil
        : Violation(
          field: NameAttribute.field(attribute.type, of: "subject"),
          found: kind.map(NameAttribute.label) ?? "no character string",
          required: kinds.map(NameAttribute.label).joined(separator: " or "))
    }
  }
}
