internal import Documents
internal import PolicyGates

/// Certifies a key with itself.
struct RootCertificate: CertificateStep {
  static let verb = "root-certificate"

  let head: StepHead
  let order: CertificateOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = try CertificateOrder(.root, &fields)
  }
}
