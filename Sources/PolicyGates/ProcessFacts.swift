public import Evidence

/// The process evidence beside the certificate: what the gates Boundary to Retention look at. A lint makes it from files.
public struct ProcessFacts: Sendable {
  /// Nil where none came.
  public let application: IssuanceApplication?
  /// SHA-256 over the canonical JSON of the application's registration: what approvals name; nil where there is none.
  public let registrationSHA256: Digest?
  /// SHA-256 over the DER of the TBS's subject, and over the value of its subjectAltName where there is one: what the
  /// registration names.
  public let subjectSHA256: Digest
  public let alternativeNamesSHA256: Digest?
  public let signatures: [ProcessSignature]
  public let event: LifecycleEvent
  public let content: CertificateContent
  public let csr: CSRFacts?
  public let service: ServiceDescription
  /// SHA-256 over the order by which this gateway made the subject's key; nil where it was made otherwise.
  public let enrolmentSHA256: Digest?
  /// The client that asks, nil in a lint.
  public let requester: String?
  public let now: Instant

  public init(
    application: IssuanceApplication?, registrationSHA256: Digest?, subjectSHA256: Digest,
    alternativeNamesSHA256: Digest?, signatures: [ProcessSignature],
    event: LifecycleEvent, content: CertificateContent, csr: CSRFacts?, service: ServiceDescription, requester: String?,
    now: Instant, enrolmentSHA256: Digest? = nil
  ) {
    self.application = application
    self.registrationSHA256 = registrationSHA256
    self.subjectSHA256 = subjectSHA256
    self.alternativeNamesSHA256 = alternativeNamesSHA256
    self.signatures = signatures
    self.event = event
    self.content = content
    self.csr = csr
    self.service = service
    self.enrolmentSHA256 = enrolmentSHA256
    self.requester = requester
    self.now = now
  }
}

extension ProcessFacts: Scoped {
  public var scope: RuleScope? { content.scope }
}
