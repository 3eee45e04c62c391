internal import DER
internal import X509

/// The CA delegates by this purpose: without it nobody believes the responder.
struct ResponderPurposeIsOCSPSigning: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.4-2-2-2.ocsp_signing_missing", source: .rfc6960("4.2.2.2"), scope: .ocspResponder)

  func check(_ content: CertificateContent) -> [Violation] {
    let purposes = content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []
    return .unless(
      purposes.contains(.ocspSigning), "extensions.extKeyUsage",
      found: purposes.isEmpty ? "absent" : purposes.map(\.description).joined(separator: ", "),
      required: "\(ObjectIdentifier.ocspSigning) (OCSPSigning)")
  }
}
