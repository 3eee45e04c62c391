public import Evidence

extension IssuanceApplication {
  /// A complete application under a policy; what hangs on the certificate is filled in by `SampleProcess.bind`.
  public static func sample(_ policy: CertificatePolicy) -> IssuanceApplication {
    let kind = SubjectKind.sample(policy)
    return IssuanceApplication(
      id: "APP-1", registration: .sample(kind), domains: kind == .website ? [.sample("www.example.com")] : [],
      processing: .sample, agreement: .sample(policy), device: .sample(policy), control: .sample(policy),
      policyDocuments: .sample(policy), trustedList: .sample(policy),
      retention: Retention(
        retainUntil: Sample.instant("2036-12-31"), termsUntil: Sample.instant("2035-12-31"),
        archive: "archive-1", handoverClass: "supervisory body"),
      operatorAuthentication: OperatorAuthentication(
        operatorID: "operator-1", role: "registration officer", multiFactor: true))
  }
}

extension SubjectKind {
  /// Whom a sample's certificate is about.
  public static func sample(_ policy: CertificatePolicy) -> SubjectKind {
    switch policy {
    case .qcpL, .qcpLQSCD: .legalPerson
    case .qevcpW, .qncpW, .qncpWGen, .evcp, .ovcp, .ivcp, .dvcp: .website
    case .qcpN, .qcpNQSCD, .ncp, .ncpPlus, .lcp: .naturalPerson
    }
  }
}

extension Registration {
  public static func sample(_ kind: SubjectKind) -> Registration {
    Registration(
      recordID: "REG-1", subjectKind: kind, subjectID: "S-1", subscriberID: "S-1",
      subscriberKind: kind == .naturalPerson ? .naturalPerson : .legalPerson,
      representative: kind == .naturalPerson ? nil : "mandate M-1", method: "in-person",
      sources: [
        RegistrationSource(
          kind: kind == .naturalPerson ? "passport" : "company register", reference: "R-1",
          validUntil: Sample.instant("2030-01-01"))
      ],
      validatedAt: Sample.instant("2026-11-19T09:30:00Z"), officer: "officer-1")
  }
}

extension DomainValidation {
  public static func sample(_ domain: String) -> DomainValidation {
    DomainValidation(
      domain: domain, method: "3.2.2.4.7", validatedAt: Sample.instant("2026-11-19T10:00:00Z"),
      subscriberLink: "register entry", perspectives: 5, caaCheckedAt: Sample.instant("2026-11-20T11:00:00Z"))
  }
}

extension Processing {
  public static let sample = Processing(
    submittedAt: Sample.instant("2026-11-19T09:00:00Z"), complete: true, keyLink: .proofOfPossession)
}

extension Agreement {
  public static func sample(_ policy: CertificatePolicy) -> Agreement {
    Agreement(
      termsVersion: "2026-09", termsSHA256: Sample.termsSHA256, durableForm: true,
      providedAt: Sample.instant("2026-11-19T09:31:00Z"),
      acceptance: Acceptance(
        act: "advanced signature", at: Sample.instant("2026-11-19T09:41:00Z"), by: "S-1", record: "ACC-1"),
      publicationConsent: false, deviceUseConsent: policy.requiresQSCD || policy == .ncpPlus ? true : nil,
      recordKeepingConsent: true)
  }
}

extension DeviceEvidence {
  public static func sample(_ policy: CertificatePolicy) -> DeviceEvidence? {
    guard policy.requiresQSCD || policy == .ncpPlus else { return nil }
    return DeviceEvidence(
      kind: policy.requiresQSCD ? .qscd : .secureCryptographicDevice, model: "HSM 1", serial: "42",
      certification: "EXAMPLE-1", listEntry: policy.requiresQSCD ? "entry 7" : nil,
      listStatus: policy.requiresQSCD ? "certified" : nil,
      listCheckedAt: policy.requiresQSCD ? Sample.instant("2026-11-19") : nil, preparation: "PREP-1",
      keyImported: false, keyMoved: false)
  }
}

extension Control {
  public static func sample(_ policy: CertificatePolicy) -> Control? {
    switch SubjectKind.sample(policy) {
    case .naturalPerson: Control(kind: .soleControl, escrowed: false, usedOutsideDevice: false)
    case .legalPerson: Control(kind: .control, escrowed: false, usedOutsideDevice: false)
    case .device, .website: nil
    }
  }
}

extension PolicyDocuments {
  public static func sample(_ policy: CertificatePolicy) -> PolicyDocuments {
    func document(_ id: String) -> DocumentVersion {
      DocumentVersion(id: id, version: "1.0", sha256: Sample.termsSHA256)
    }
    return PolicyDocuments(
      cp: document("CP"), cps: document("CPS"), profile: document("profile"), pds: document("PDS"),
      pdsURL: SubjectKind.sample(policy) == .website
        ? "https://www.example.com/pds_en.pdf" : "https://demo.example/pds_en.pdf",
      statesEUQualified: policy.isQualified ? true : nil)
  }
}

extension TrustedListCheck {
  public static func sample(_ policy: CertificatePolicy) -> TrustedListCheck? {
    guard policy.isQualified else { return nil }
    let information =
      switch SubjectKind.sample(policy) {
      case .naturalPerson, .device: "ForeSignatures"
      case .legalPerson: "ForeSeals"
      case .website: "ForWebSiteAuthentication"
      }
    return TrustedListCheck(
      sequenceNumber: 77, service: "Example CA", serviceDigitalIdentifier: Sample.termsSHA256, status: "granted",
      serviceInformation: information, checkedAt: Sample.instant("2026-11-19"))
  }
}
