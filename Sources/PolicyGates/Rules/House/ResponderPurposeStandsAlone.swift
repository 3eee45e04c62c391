internal import DER
internal import X509

/// A key that speaks for the CA about status does nothing else.
struct ResponderPurposeStandsAlone: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.responder_profile.other_purposes", source: .rfc6960("4.2.2.2", house: true),
    scope: .ocspResponder)

  func check(_ content: CertificateContent) -> [Violation] {
    let others = (content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []).filter { $0 != .ocspSigning }
    return .unless(
      others.isEmpty, "extensions.extKeyUsage", found: others.map(\.description).joined(separator: ", "),
      required: "\(ObjectIdentifier.ocspSigning) (OCSPSigning) alone")
  }
}
