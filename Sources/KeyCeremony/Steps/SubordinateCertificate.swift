internal import Documents
internal import PolicyGates

/// Certifies a key with the key of an issuer: a CA that issues to subjects, or, as `intermediate`, to CAs alone.
struct SubordinateCertificate: CertificateStep {
  static let verb = "subordinate-certificate"

  let head: StepHead
  let order: CertificateOrder

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    // Said aloud in the script: a path length alone would be a slip as easily as a wish.
    let isIntermediate = try fields.optional("intermediate", as: .bool) ?? false
    order = try CertificateOrder(isIntermediate ? .intermediate : .issuing, &fields)
  }
}
