internal import DER
internal import X509

/// What RFC 5280, appendix A.1 and X.520 say of the attributes of names.
enum NameAttribute {
  /// A path for findings: by name where there is one.
  static func field(_ type: ObjectIdentifier, of name: String) -> String { "\(name).\(labels[type] ?? "\(type)")" }

  static func name(_ type: ObjectIdentifier) -> String? { labels[type] }

  /// The string types that an attribute may have; nil where nothing is known of the attribute. Countries' are asked by
  /// rules of their own.
  static func kinds(of type: ObjectIdentifier) -> [CharacterString.Kind]? {
    switch type {
    case .countryName, .jurisdictionCountry: nil
    case .serialNumber, .dnQualifier: [.printable]
    case .emailAddress, .domainComponent: [.ia5]
    default: labels[type] == nil ? nil : [.utf8, .printable]
    }
  }

  /// A violation for each attribute of a name with more characters than its bound allows.
  static func longer(than bounds: [ObjectIdentifier: Int], in name: Name, of place: String) -> [Violation] {
    name.attributes.compactMap { attribute in
      guard let bound = bounds[attribute.type], let count = attribute.string?.text.unicodeScalars.count, count > bound
      else { return nil }
      return Violation(
        field: field(attribute.type, of: place), found: "\(count) characters", required: "at most \(bound)")
    }
  }

  static func label(_ kind: CharacterString.Kind) -> String {
    switch kind {
    case .utf8: "UTF8String"
    case .numeric: "NumericString"
    case .printable: "PrintableString"
    case .teletex: "TeletexString"
    case .ia5: "IA5String"
    case .visible: "VisibleString"
    case .universal: "UniversalString"
    case .bmp: "BMPString"
    }
  }

  private static let labels: [ObjectIdentifier: String] = [
    .commonName: "commonName", .surname: "surname", .serialNumber: "serialNumber", .countryName: "countryName",
    .localityName: "localityName", .stateOrProvinceName: "stateOrProvinceName", .streetAddress: "streetAddress",
    .organizationName: "organizationName", .organizationalUnitName: "organizationalUnitName", .title: "title",
    .givenName: "givenName", .initials: "initials", .generationQualifier: "generationQualifier",
    .dnQualifier: "dnQualifier", .pseudonym: "pseudonym", .organizationIdentifier: "organizationIdentifier",
    .emailAddress: "emailAddress", .domainComponent: "domainComponent", .businessCategory: "businessCategory",
    .postalCode: "postalCode", .jurisdictionLocality: "jurisdictionLocality",
    .jurisdictionStateOrProvince: "jurisdictionStateOrProvince", .jurisdictionCountry: "jurisdictionCountry",
  ]
}
