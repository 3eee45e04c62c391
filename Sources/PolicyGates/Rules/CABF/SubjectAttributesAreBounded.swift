internal import DER
internal import X509

/// Browsers have kept the bounds of X.520, which ETSI has lifted for other certificates.
struct SubjectAttributesAreBounded: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-4-2.attribute_too_long", source: .baselineRequirements("7.1.4.2"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    NameAttribute.longer(than: Self.bounds, in: content.tbs.subject, of: "subject")
  }

  /// Those that RFC 5280 bounds for every certificate are not here.
  private static let bounds: [ObjectIdentifier: Int] = [
    .domainComponent: 63, .postalCode: 40, .streetAddress: 128, .organizationName: 64, .surname: 64, .givenName: 64,
    .commonName: 64, .businessCategory: 128, .jurisdictionStateOrProvince: 128, .jurisdictionLocality: 128,
  ]
}
