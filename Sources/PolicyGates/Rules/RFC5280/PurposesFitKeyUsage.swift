internal import DER
internal import X509

/// A key that may not do what its purposes need can be used for nothing. A purpose that is not known here may fit.
struct PurposesFitKeyUsage: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-12.purpose_unfit",
    source: .rfc5280("4.2.1.12"), scope: .subjects)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(ExtendedKeyUsage.self).value != nil && content.extensionValue(KeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value,
      let purposes = content.extensionValue(ExtendedKeyUsage.self).value?.purposes
    else { return [] }
    return .unless(
      purposes.contains { Self.uses[$0].map { !usage.isDisjoint(with: $0) } ?? true }, "extensions.extKeyUsage",
      found: purposes.map(\.description).joined(separator: ", "), required: "a purpose that fits the key usage \(usage)"
    )
  }

  private static let uses: [ObjectIdentifier: KeyUsage] = [
    .serverAuth: [.digitalSignature, .keyEncipherment, .keyAgreement],
    .clientAuth: [.digitalSignature, .keyAgreement],
    .codeSigning: [.digitalSignature],
    .emailProtection: [.digitalSignature, .nonRepudiation, .keyEncipherment, .keyAgreement],
    .timeStamping: [.digitalSignature, .nonRepudiation],
    .ocspSigning: [.digitalSignature, .nonRepudiation],
  ]
}
