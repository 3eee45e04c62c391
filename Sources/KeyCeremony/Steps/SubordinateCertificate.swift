internal import Documents
internal import PolicyGates

/// Certifies a key with the key of an issuer.
struct SubordinateCertificate: CertificateStep {
  static let verb = "subordinate-certificate"

  let head: StepHead
  let order: CertificateOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = try CertificateOrder(.issuing, &fields)
  }
}
