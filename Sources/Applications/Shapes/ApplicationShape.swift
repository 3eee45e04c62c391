internal import Documents
internal import Evidence

extension ApplicationDocument {
  /// More than any process has; each is checked by a signature verification.
  static let mostApprovals = 16
  static let mostSignatures = 32
  static let mostDomains = 1000

  static var shape: FieldShape<(IssuanceApplication, [SignedStatement])> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: schema...schema))
      let application = IssuanceApplication(
        id: try fields.required("id", as: .words),
        registration: try fields.optional("registration", as: Registration.shape),
        domains: try fields.list("domains", of: DomainValidation.shape, atMost: mostDomains),
        processing: try fields.optional("processing", as: Processing.shape),
        agreement: try fields.optional("agreement", as: Agreement.shape),
        device: try fields.optional("device", as: DeviceEvidence.shape),
        keyManager: try fields.optional("keyManager", as: KeyManager.shape),
        control: try fields.optional("control", as: Control.shape),
        policyDocuments: try fields.optional("policyDocuments", as: PolicyDocuments.shape),
        trustedList: try fields.optional("trustedList", as: TrustedListCheck.shape),
        lifecycle: try fields.optional("lifecycle", as: LifecycleEvidence.shape),
        retention: try fields.optional("retention", as: Retention.shape),
        operatorAuthentication: try fields.optional("operatorAuthentication", as: OperatorAuthentication.shape))
      return (application, try fields.list("signatures", of: SignedStatement.shape, atMost: mostSignatures))
    }
  }
}

extension SignedStatement {
  static var shape: FieldShape<SignedStatement> {
    .object { fields throws(DocumentError) in
      SignedStatement(
        part: try fields.required(
          "signs", as: .text("registration, or approvals/0 and on", ProcessSignature.Part.init(name:))),
        signer: try fields.required("signer", as: .words), format: try fields.required("format", as: .choice),
        value: try fields.required("value", as: .words))
    }
  }
}
