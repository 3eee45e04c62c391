internal import Documents
internal import Evidence

extension Registration {
  static var shape: FieldShape<Registration> {
    .object { fields throws(DocumentError) in
      Registration(
        recordID: try fields.text("recordId"), subjectKind: try fields.optional("subjectKind", as: .choice),
        subjectID: try fields.text("subjectId"), subscriberID: try fields.text("subscriberId"),
        subscriberKind: try fields.optional("subscriberKind", as: .choice),
        subscriberAuthority: try fields.text("subscriberAuthority"),
        representative: try fields.text("representative"), affiliation: try fields.text("affiliation"),
        method: try fields.text("method"),
        methodEquivalence: try fields.text("methodEquivalence"),
        impersonationControls: try fields.text("impersonationControls"),
        sources: try fields.list("sources", of: RegistrationSource.shape, atMost: 100),
        validatedAt: try fields.time("validatedAt"), officer: try fields.text("officer"),
        authority: try fields.text("authority"), attributesSHA256: try fields.digest("attributesSha256"),
        alternativeNamesSHA256: try fields.digest("alternativeNamesSha256"))
    }
  }
}

extension RegistrationSource {
  static var shape: FieldShape<RegistrationSource> {
    .object { fields throws(DocumentError) in
      RegistrationSource(
        kind: try fields.required("kind", as: .words), reference: try fields.text("reference"),
        issuer: try fields.text("issuer"), validUntil: try fields.time("validUntil"))
    }
  }
}

extension DomainValidation {
  static var shape: FieldShape<DomainValidation> {
    .object { fields throws(DocumentError) in
      DomainValidation(
        domain: try fields.required("domain", as: .words), method: try fields.text("method"),
        validatedAt: try fields.time("validatedAt"), subscriberLink: try fields.text("subscriberLink"),
        perspectives: try fields.count("perspectives"), caaCheckedAt: try fields.time("caaCheckedAt"))
    }
  }
}

extension Processing {
  static var shape: FieldShape<Processing> {
    .object { fields throws(DocumentError) in
      Processing(
        submittedAt: try fields.time("submittedAt"), complete: try fields.flag("complete"),
        issuanceAuthorisation: try fields.text("issuanceAuthorisation"),
        keyLink: try fields.optional("keyLink", as: .choice), keyRecord: try fields.text("keyRecord"),
        channel: try fields.text("channel"),
        approvals: try fields.list("approvals", of: Approval.shape, atMost: ApplicationDocument.mostApprovals))
    }
  }
}

extension Approval {
  /// All but the key is what makes it an approval of something by somebody: one without is malformed.
  static var shape: FieldShape<Approval> {
    .object { fields throws(DocumentError) in
      Approval(
        approver: try fields.required("approver", as: .words), at: try fields.required("at", as: .instant),
        policy: try fields.required("policy", as: .choice), event: try fields.required("event", as: .choice),
        registrationSHA256: try fields.required("registrationSha256", as: .sha256Hex),
        subjectKeySHA256: try fields.digest("subjectKeySha256"),
        enrolmentSHA256: try fields.digest("enrolmentSha256"))
    }
  }
}

extension OperatorAuthentication {
  static var shape: FieldShape<OperatorAuthentication> {
    .object { fields throws(DocumentError) in
      OperatorAuthentication(
        operatorID: try fields.text("operatorId"), role: try fields.text("role"),
        multiFactor: try fields.flag("multiFactor"))
    }
  }
}

extension LifecycleEvidence {
  static var shape: FieldShape<LifecycleEvidence> {
    .object { fields throws(DocumentError) in
      LifecycleEvidence(
        previousAuthenticates: try fields.flag("previousAuthenticates"),
        keyCompromised: try fields.flag("keyCompromised"), reason: try fields.text("reason"),
        changedAttributes: try fields.list("changedAttributes", of: .words, atMost: 100),
        changesVerified: try fields.text("changesVerified"), revalidatedAt: try fields.time("revalidatedAt"))
    }
  }
}
