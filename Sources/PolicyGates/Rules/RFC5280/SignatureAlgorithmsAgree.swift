internal import Evidence

/// The algorithm beside the signature is not signed: only where it equals the signed one can it be believed.
struct SignatureAlgorithmsAgree: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-1-2.signature_algorithm_differs", source: .rfc5280("4.1.1.2, 4.1.2.3"))

  func applies(to form: CertificateForm) -> Bool { form.algorithmsAgree != .unknown }

  func check(_ form: CertificateForm) -> [Violation] {
    .unless(
      form.algorithmsAgree == .yes, "signatureAlgorithm", found: "another one than is signed",
      required: "the algorithm of the signature field")
  }
}
