internal import DER
internal import X509

/// Browsers have kept the bounds of X.520, which ETSI has lifted for other certificates.
struct SubjectAttributesAreBounded: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-4-2.attribute_too_long", source: .baselineRequirements("7.1.4.2"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.attributes.compactMap { attribute in
      guard let bound = Self.bounds[attribute.type], let count = attribute.string?.text.unicodeScalars.count,
        count > bound
      else { return nil }
      return Violation(
        field: NameAttribute.field(attribute.type, of: "subject"), found: "\(count) characters",
        required: "at most \(bound)")
    }
  }

  /// Those that RFC 5280 bounds for every certificate are not here.
  private static let bounds: [ObjectIdentifier: Int] = [
    .domainComponent: 63, .postalCode: 40, .streetAddress: 128, .organizationName: 64, .surname: 64, .givenName: 64,
    .commonName: 64, .businessCategory: 128, .jurisdictionStateOrProvince: 128, .jurisdictionLocality: 128,
  ]
}
