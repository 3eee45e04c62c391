internal import DER
internal import X509

/// A certificate with this purpose from a CA speaks for that CA about status (RFC 6960 clause 4.2.2.2): no subject's has it.
struct ResponderPurposeIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.responder_purpose",
    source: .rfc5280("4.2.1.12", house: true), scope: .subjects.subtracting(.web))

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(ExtendedKeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(ExtendedKeyUsage.self).value?.purposes.contains(.ocspSigning) != true,
      "extensions.extKeyUsage", found: "\(ObjectIdentifier.ocspSigning) (OCSPSigning)",
      required: "absent from a subject's certificate")
  }
}
