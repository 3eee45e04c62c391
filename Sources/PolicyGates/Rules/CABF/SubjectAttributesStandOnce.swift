internal import DER
internal import X509

/// Two values of one attribute are two subjects; only the lines of a street and the labels of a domain are several.
struct SubjectAttributesStandOnce: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-4-1.subject_attribute_repeated", source: .baselineRequirements("7.1.4.1"), scope: .browserForum
  )

  func check(_ content: CertificateContent) -> [Violation] {
    let types = content.tbs.subject.attributes.map(\.type).filter { $0 != .streetAddress && $0 != .domainComponent }
    return types.repeatedElements.map { type in
      Violation(field: NameAttribute.field(type, of: "subject"), found: "more than one", required: "one")
    }
  }
}
