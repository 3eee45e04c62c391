internal import DER
internal import X509

/// Names that are compared byte for byte are written in one order.
struct SubjectAttributesAreInOrder: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-4-2.subject_attribute_order", source: .baselineRequirements("7.1.4.2, 7.1.4.1"),
    scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    let places = content.tbs.subject.attributes.compactMap { attribute in Self.order.firstIndex(of: attribute.type) }
    return .unless(
      places == places.sorted(), "subject",
      found: places.map { NameAttribute.name(Self.order[$0]) ?? "" }.joined(separator: ", "),
      required: "in the order of the Baseline Requirements")
  }

  private static let order: [ObjectIdentifier] = [
    .domainComponent, .countryName, .stateOrProvinceName, .localityName, .postalCode, .streetAddress,
    .organizationName, .surname, .givenName, .organizationalUnitName, .commonName,
  ]
}
