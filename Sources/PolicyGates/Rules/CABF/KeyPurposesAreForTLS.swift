internal import DER
internal import X509

/// A key that also signs code, mail, time or status would be worth more than its website.
struct KeyPurposesAreForTLS: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-10.key_purpose_prohibited", source: .baselineRequirements("7.1.2.7.10"), scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(ExtendedKeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []).filter { Self.prohibited.contains($0) }.map {
      Violation(field: "extensions.extKeyUsage", found: "\($0)", required: "serverAuth, and clientAuth if anything")
    }
  }

  static let prohibited: Set<ObjectIdentifier> = [
    .codeSigning, .emailProtection, .timeStamping, .ocspSigning, .anyExtendedKeyUsage, .precertificateSigning,
  ]
}
