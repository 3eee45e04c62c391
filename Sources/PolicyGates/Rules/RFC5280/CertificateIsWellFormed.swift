/// What is no DER of a certificate is one thing to one reader and another to the next.
struct CertificateIsWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1.certificate_malformed", source: .rfc5280("4.1"))

  func check(_ form: CertificateForm) -> [Violation] { form.defects }
}
