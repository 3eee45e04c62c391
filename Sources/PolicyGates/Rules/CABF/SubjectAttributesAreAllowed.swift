internal import DER
internal import X509

/// What was not validated for a type has no place in its subject: a domain says nothing of persons, an organisation is nobody's given
/// name. Organisational units are asked by another rule.
struct SubjectAttributesAreAllowed: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.subject_attribute_prohibited",
    source: .baselineRequirements("7.1.2.7.2, 7.1.2.7.4, EVG 7.1.4.2.9, EN 319 412-4 WEB-4.1.1-1"), scope: .browserForum
  )

  func applies(to content: CertificateContent) -> Bool {
    content.validation != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let validation = content.validation else { return [] }
    return content.tbs.subject.attributes.filter {
      $0.type != .organizationalUnitName && !Self.allows($0.type, validation)
    }
    .map {
      Violation(
        field: NameAttribute.field($0.type, of: "subject"), found: "present",
        required: "absent from a subject of this validation")
    }
  }

  private static func allows(_ type: ObjectIdentifier, _ validation: WebValidation) -> Bool {
    switch validation {
    case .domain: [.countryName, .commonName].contains(type)
    case .individual: true
    case .organization: ![.surname, .givenName].contains(type)
    case .extended: extended.contains(type)
    }
  }

  private static let extended: Set<ObjectIdentifier> = [
    .countryName, .stateOrProvinceName, .localityName, .postalCode, .streetAddress, .organizationName,
    .businessCategory, .jurisdictionCountry, .jurisdictionStateOrProvince, .jurisdictionLocality, .serialNumber,
    .organizationIdentifier, .commonName,
  ]
}
