internal import Documents
internal import Evidence

extension Agreement {
  static var shape: FieldShape<Agreement> {
    .object { fields throws(DocumentError) in
      Agreement(
        termsVersion: try fields.text("termsVersion"), termsSHA256: try fields.digest("termsSha256"),
        durableForm: try fields.flag("durableForm"), providedAt: try fields.time("providedAt"),
        acceptance: try fields.optional("acceptance", as: Acceptance.shape),
        acceptanceDue: try fields.time("acceptanceDue"),
        subjectAgreement: try fields.optional("subjectAgreement", as: Acceptance.shape),
        publicationConsent: try fields.flag("publicationConsent"),
        deviceUseConsent: try fields.flag("deviceUseConsent"),
        recordKeepingConsent: try fields.flag("recordKeepingConsent"),
        changesAgreed: try fields.text("changesAgreed"))
    }
  }
}

extension Acceptance {
  static var shape: FieldShape<Acceptance> {
    .object { fields throws(DocumentError) in
      Acceptance(
        act: try fields.required("act", as: .words), at: try fields.time("at"), by: try fields.text("by"),
        record: try fields.text("record"))
    }
  }
}

extension PolicyDocuments {
  static var shape: FieldShape<PolicyDocuments> {
    .object { fields throws(DocumentError) in
      PolicyDocuments(
        cp: try fields.optional("cp", as: DocumentVersion.shape),
        cps: try fields.optional("cps", as: DocumentVersion.shape),
        profile: try fields.optional("profile", as: DocumentVersion.shape),
        pds: try fields.optional("pds", as: DocumentVersion.shape), pdsURL: try fields.text("pdsUrl"),
        statesEUQualified: try fields.flag("statesEuQualified"))
    }
  }
}

extension DocumentVersion {
  static var shape: FieldShape<DocumentVersion> {
    .object { fields throws(DocumentError) in
      DocumentVersion(
        id: try fields.required("id", as: .words), version: try fields.required("version", as: .words),
        sha256: try fields.digest("sha256"))
    }
  }
}

extension TrustedListCheck {
  static var shape: FieldShape<TrustedListCheck> {
    .object { fields throws(DocumentError) in
      TrustedListCheck(
        sequenceNumber: try fields.count("sequenceNumber"), service: try fields.text("service"),
        serviceDigitalIdentifier: try fields.digest("serviceDigitalIdentifier"), status: try fields.text("status"),
        serviceInformation: try fields.text("serviceInformation"), checkedAt: try fields.time("checkedAt"))
    }
  }
}

extension Retention {
  static var shape: FieldShape<Retention> {
    .object { fields throws(DocumentError) in
      Retention(
        retainUntil: try fields.time("retainUntil"), termsUntil: try fields.time("termsUntil"),
        legalUntil: try fields.time("legalUntil"), archive: try fields.text("archive"),
        handoverClass: try fields.text("handoverClass"))
    }
  }
}
