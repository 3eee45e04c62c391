internal import Evidence

/// The logs answered for what the issuer's own key has signed.
struct PrecertificateIsTheIssuers: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-1.precertificate_signature", source: .rfc6962("3.1, BR 7.1.2.9"))

  func applies(to pair: CertificatePair) -> Bool {
    pair.precertificate.tbs != nil
  }

  func check(_ pair: CertificatePair) -> [Violation] {
    .unless(
      pair.signatureVerified == .yes, "precertificate.signature", found: "verified: \(pair.signatureVerified)",
      required: "a signature of the issuer's key")
  }
}
