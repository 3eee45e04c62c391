internal import Documents
internal import PolicyGates

/// Lets a key answer about certificates in the CA's place (RFC 6960, 4.2.2.2).
struct OCSPResponderCertificate: CertificateStep {
  static let verb = "ocsp-responder-certificate"

  let head: StepHead
  let order: CertificateOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = try CertificateOrder(.ocspResponder, &fields)
  }
}

/// Lets a key sign lists of revoked certificates in the CA's name.
struct CRLSignerCertificate: CertificateStep {
  static let verb = "crl-signer-certificate"

  let head: StepHead
  let order: CertificateOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    order = try CertificateOrder(.crlSigner, &fields)
  }
}
