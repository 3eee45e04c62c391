internal import DER
internal import X509

/// There are four kinds of subjects, in these words.
struct BusinessCategoryIsKnown: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-4-2-3.business_category", source: .evGuidelines("7.1.4.2.3"), scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.businessCategory)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.attributes.filter { $0.type == .businessCategory }.map { $0.string?.text ?? "no text" }
      .filter { !Self.categories.contains($0) }.map {
        Violation(
          field: "subject.businessCategory", found: $0, required: Self.categories.joined(separator: ", or "))
      }
  }

  private static let categories = [
    "Private Organization", "Government Entity", "Business Entity", "Non-Commercial Entity",
  ]
}
