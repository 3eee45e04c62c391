internal import DER
internal import X509

/// Register, tax office and financial supervisor are the schemes that were recognised so far.
struct OrganizationIdentifierHasAScheme: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-4-2-8.organization_identifier", source: .evGuidelines("7.1.4.2.8, appendix H"),
    scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.organizationIdentifier)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectValues(of: .organizationIdentifier, isRequired: false).filter { text in
      let hasScheme = ["NTR", "VAT", "PSD"].contains { text?.hasPrefix($0) == true }
      return !hasScheme || !IdentifierForm.legal.admits(text, content)
    }.map {
      Violation(
        field: "subject.organizationIdentifier", found: $0 ?? "no text",
        required: "NTR, VAT or PSD, then country, hyphen and reference")
    }
  }
}
