internal import X509

/// Only a critical poison keeps every reader from taking the precertificate for a certificate.
struct PoisonIsCritical: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-1.poison_not_critical", source: .rfc6962("3.1"))

  func applies(to content: CertificateContent) -> Bool {
    content.isPrecertificate
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.extensionValue(PrecertificatePoison.self).critical != false, "extensions.precertificatePoison",
      found: "not critical", required: "critical")
  }
}
