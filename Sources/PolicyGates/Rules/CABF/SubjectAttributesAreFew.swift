internal import DER
internal import X509

/// What no browser shows costs bytes in every handshake, and what is not listed is hard to validate. The common name is one of these:
/// the alternative names have taken its place.
struct SubjectAttributesAreFew: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7.subject_attribute_discouraged",
    source: .baselineRequirements("7.1.2.7.2 to 7.1.2.7.4, 7.1.4.4, EVG 7.1.4.2.2"), severity: .warning,
    scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.validation != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let validation = content.validation else { return [] }
    var named: Set<ObjectIdentifier> = []
    return content.tbs.subject.attributes.map(\.type).filter { type in
      Self.discourages(type, validation) && named.insert(type).inserted
    }.map { type in
      Violation(field: NameAttribute.field(type, of: "subject"), found: "present", required: "absent")
    }
  }

  private static func discourages(_ type: ObjectIdentifier, _ validation: WebValidation) -> Bool {
    switch validation {
    case .domain, .extended: type == .commonName
    case .individual: !individual.contains(type)
    case .organization: !organization.contains(type)
    }
  }

  /// Prohibited ones stand here too, as another rule names them.
  private static let individual: Set<ObjectIdentifier> = [
    .countryName, .stateOrProvinceName, .localityName, .surname, .givenName, .organizationalUnitName,
  ]
  private static let organization: Set<ObjectIdentifier> = [
    .domainComponent, .countryName, .stateOrProvinceName, .localityName, .organizationName, .surname, .givenName,
    .organizationalUnitName,
  ]
}
