internal import DER
internal import X509

/// Upper bounds hold for what EN 319 412-2 NAT-4.2.4-18 does not free of them: names of persons and organisations.
struct NameAttributesFitTheirBounds: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.appendix-a-1.attribute_too_long", source: .rfc5280("appendix A.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    NameAttribute.longer(than: Self.bounds, in: content.tbs.subject, of: "subject")
  }

  private static let bounds: [ObjectIdentifier: Int] = [
    .serialNumber: 64, .localityName: 128, .stateOrProvinceName: 128, .title: 64, .emailAddress: 255,
  ]
}
