internal import DER
internal import X509

/// How much was validated is seen from what the subject says.
struct SubjectAttributesArePresent: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.subject_attribute_missing",
    source: .baselineRequirements("7.1.2.7.3, 7.1.2.7.4, EVG 7.1.4.2"),
    scope: .validatedSubjects)

  func applies(to content: CertificateContent) -> Bool {
    content.validation != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let validation = content.validation else { return [] }
    return Self.required(validation).filter { !content.hasSubject($0) }.map {
      Violation(field: NameAttribute.field($0, of: "subject"), found: "absent", required: "present")
    }
  }

  private static func required(_ validation: WebValidation) -> [ObjectIdentifier] {
    switch validation {
    case .domain: []
    case .individual: [.countryName, .surname, .givenName]
    case .organization: [.countryName, .organizationName]
    case .extended: [.countryName, .organizationName, .businessCategory, .jurisdictionCountry, .serialNumber]
    }
  }
}
