internal import DER
internal import X509

/// A dot, a hyphen or a space stands for a value that is not there.
struct SubjectAttributesSaySomething: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.subject_attribute_placeholder", source: .baselineRequirements("7.1.2.7.3 to 7.1.2.7.5"),
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.attributes.compactMap { attribute in
      guard let text = attribute.string?.text, !text.isEmpty,
        text.unicodeScalars.allSatisfy({ ".- ".unicodeScalars.contains($0) })
      else { return nil }
      return Violation(
        field: NameAttribute.field(attribute.type, of: "subject"), found: "'\(text)'", required: "a value, or absent")
    }
  }
}
