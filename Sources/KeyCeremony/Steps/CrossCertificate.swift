internal import Documents
internal import PolicyGates

/// Certifies name and key of a CA that has a certificate already, with the key of another one.
struct CrossCertificate: CertificateStep {
  static let verb = "cross-certificate"

  let head: StepHead
  let order: CertificateOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    let existing = try fields.required("certificate", as: CertificateSource.shape)
    let key =
      switch existing {
      case .step(let id): KeySource.certificate("the certificate of \(id)")
      case .file(let file): KeySource.certificate(file)
      }
    order = CertificateOrder(
      .cross, key: key, issuer: try fields.required("issuer", as: SignerSource.shape),
      profile: try CertificateProfile(&fields, of: .cross), existing: existing,
      requestFile: try fields.optional("request", as: .line),
      certificateFile: try fields.required("output", as: .certificateFile))
  }
}
