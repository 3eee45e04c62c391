public import Evidence

/// What is known of the process before a gate looks at the certificate: `CertificateEvidence` makes `ProcessFacts` of it.
public struct ProcessEvidence: Sendable {
  /// Nil where none came.
  public let application: IssuanceApplication?
  /// See ``ProcessFacts/registrationSHA256``.
  public let registrationSHA256: Digest?
  /// See ``ProcessFacts/subjectSHA256``.
  public let subjectSHA256: Digest
  /// See ``ProcessFacts/alternativeNamesSHA256``.
  public let alternativeNamesSHA256: Digest?
  public let signatures: [ProcessSignature]
  public let service: ServiceDescription
  /// See ``ProcessFacts/enrolmentSHA256``.
  public let enrolmentSHA256: Digest?

  public init(
    application: IssuanceApplication?, registrationSHA256: Digest?, subjectSHA256: Digest,
    alternativeNamesSHA256: Digest?, signatures: [ProcessSignature], service: ServiceDescription,
    enrolmentSHA256: Digest? = nil
  ) {
    self.application = application
    self.registrationSHA256 = registrationSHA256
    self.subjectSHA256 = subjectSHA256
    self.alternativeNamesSHA256 = alternativeNamesSHA256
    self.signatures = signatures
    self.service = service
    self.enrolmentSHA256 = enrolmentSHA256
  }

  /// What the gates Boundary to Retention look at. The requester is nil in a lint.
  public func facts(
    on content: CertificateContent, event: LifecycleEvent, csr: CSRFacts?, requester: String?, now: Instant
  ) -> ProcessFacts {
    ProcessFacts(
      application: application, registrationSHA256: registrationSHA256, subjectSHA256: subjectSHA256,
      alternativeNamesSHA256: alternativeNamesSHA256, signatures: signatures, event: event, content: content,
      csr: csr, service: service, requester: requester, now: now, enrolmentSHA256: enrolmentSHA256)
  }
}
