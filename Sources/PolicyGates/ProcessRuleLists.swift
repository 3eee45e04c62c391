/// The rules on the process evidence, gate by gate (EN 319 411-1 and -2, clauses 5 and 6). A new rule is one line here.
enum ProcessRules {
  /// Is the request about something that this service issues, under documents that say so?
  static let boundary: [any Rule<ProcessFacts>] = [
    ApplicationIsPresent(), SubjectKindFitsPolicy(), PolicyDocumentsAreNamed(), PolicySaysEUQualified(),
    PDSIsSupported(), PDSAddressIsTheDocumentedOne(), TrustedListIsChecked(), TrustedListStatusIsGranted(),
    TrustedListServiceFitsPolicy(), TrustedListCheckIsRecent(),
  ]

  /// Is the subject who the certificate will say, and who says so?
  static let registration: [any Rule<ProcessFacts>] = [
    RegistrationIsPresent(), SubjectIsIdentified(), RegistrationIsRecorded(), SourcesWereValid(),
    IdentificationMethodIsAllowed(), EquivalenceIsProven(), RemoteMethodHasControls(), RepresentativeIsNamed(),
    SubscriberHasAuthority(), AffiliationIsEvidenced(), OfficerIsNotTheSubject(), RegistrationIsSigned(),
    RegistrationSignatureVerifies(), SubjectIsTheRegisteredOne(), ValidationIsRecent(),
    RegistrationAuthorityIsRecognised(), QcIdentMethodIsTheOneUsed(), DomainsAreValidated(),
    SubscriberIsLinkedToDomain(), CAAIsChecked(), PerspectivesCorroborate(),
  ]

  /// Did the right people ask for it and approve it?
  static let application: [any Rule<ProcessFacts>] = [
    CSRSignatureVerifies(), CSRKeyIsCertified(), ApplicationIsComplete(), IssuanceIsAuthorised(),
    KeyIsLinkedToSubject(), AuthorityUsesSecureChannel(),
    ApprovalIsGiven(), ExtendedValidationHasTwoApprovers(), ApprovalsAreSigned(), ApprovalSignaturesVerify(),
    ApprovalIsForThisRequest(), ApproverIsNotTheSubject(), ApprovalFollowsValidation(), OperatorUsesSeveralFactors(),
  ]

  /// Did subscriber and subject agree to the terms?
  static let agreement: [any Rule<ProcessFacts>] = [
    AgreementIsPresent(), TermsAreInForce(), TermsCameFirst(), TermsAreDurable(), TermsAreAccepted(),
    SubjectAgreesToo(), PublicationIsDecided(), DeviceUseIsAgreed(), RecordKeepingIsAgreed(),
    ElectronicAgreementIsSigned(), TermsSayEUQualified(),
  ]

  /// Is there a device where one must be? Where its key was born is asked of other evidence.
  static let device: [any Rule<ProcessFacts>] = [
    SecureDeviceIsEvidenced(), QSCDIsListed(), QSCDListCheckIsRecent(), ImportedKeyHasEvidence(),
    DevicePreparationIsRecorded(), KeyManagerIsTrusted(), KeyManagerConforms(),
  ]

  /// Who can use the key?
  static let control: [any Rule<ProcessFacts>] = [
    ControlFitsSubject(), KeyIsNotEscrowed(), KeyIsUsedInsideDevice(), RemoteKeyIsActivatedBySubject(),
  ]

  /// Will the evidence still be there when somebody asks?
  static let retention: [any Rule<ProcessFacts>] = [EvidenceIsKeptLongEnough(), ArchiveIsNamed()]
}
