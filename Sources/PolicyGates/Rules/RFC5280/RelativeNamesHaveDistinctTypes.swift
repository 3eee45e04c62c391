internal import DER
internal import X509

/// A relative name is a set of attributes of different types (X.501, 9.3): of two values, which one is the name?
struct RelativeNamesHaveDistinctTypes: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-4.relative_name_type_repeated", source: .rfc5280("4.1.2.4, X.501 9.3"))

  func check(_ content: CertificateContent) -> [Violation] {
    [("subject", content.tbs.subject), ("issuer", content.tbs.issuer)].flatMap { field, name in
      name.rdns.flatMap { rdn in
        Dictionary(grouping: rdn, by: \.type).filter { $0.value.count > 1 }.keys
          .map { NameAttribute.field($0, of: field) }.sorted()
          .map { Violation(field: $0, found: "twice in one relative name", required: "once") }
      }
    }
  }
}
