internal import Evidence

/// A certificate that the CA's key did not sign is not the CA's, whatever it says.
struct SignatureVerifies: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-1-3.signature_not_the_issuers", source: .rfc5280("4.1.1.3, 6.1.3"))

  func applies(to form: CertificateForm) -> Bool { form.signature == .verified || form.signature == .failed }

  func check(_ form: CertificateForm) -> [Violation] {
    .unless(
      form.signature == .verified, "signatureValue", found: "not made by the issuer's key over this certificate",
      required: "a signature that the issuer's key verifies")
  }
}
