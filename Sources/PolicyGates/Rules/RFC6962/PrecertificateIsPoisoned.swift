internal import X509

/// Without the poison it was a certificate, and there would be two.
struct PrecertificateIsPoisoned: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-1.poison_missing", source: .rfc6962("3.1, BR 7.1.2.9.1"))

  func applies(to pair: CertificatePair) -> Bool {
    pair.precertificate.tbs != nil
  }

  func check(_ pair: CertificatePair) -> [Violation] {
    let poison = pair.precertificate.tbs?.extensionValue(PrecertificatePoison.self)
    return .unless(
      poison?.value != nil && poison?.critical == true, "precertificate.extensions.precertificatePoison",
      found: poison == .absent ? "absent" : "not critical, or not NULL", required: "critical, NULL")
  }
}
