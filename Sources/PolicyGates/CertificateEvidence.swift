public import Evidence
public import X509

/// The certification request that came along, checked outside: proof of possession needs cryptography.
public struct CSRFacts: Sendable, Hashable {
  /// SubjectPublicKeyInfo, DER.
  public let publicKey: [UInt8]
  /// Whether the request's signature verifies with its own key.
  public let signatureVerified: Truth

  public init(publicKey: [UInt8], signatureVerified: Truth) {
    self.publicKey = publicKey
    self.signatureVerified = signatureVerified
  }
}

/// All that is known when the gateway decides whether to sign one subject certificate.
public struct CertificateEvidence: Sendable {
  public let request: SigningRequest
  /// The request's TBS, read. A rule compares its bytes with the request's.
  public let content: CertificateContent
  public let issuer: IssuerFacts
  /// The issuer's key on the token.
  public let issuerKey: KeyIdentity
  /// Nil where there is no evidence of the subject key's origin.
  public let attestedKey: AttestedKey?
  /// The register's entry for the device in `attestedKey`; nil where there is none.
  public let device: DeviceRecord?
  /// Evidence from the device in which a moved key was generated; nil where none came.
  public let sourceKey: AttestedKey?
  /// The register's entry for the device in `sourceKey`; nil where there is none.
  public let sourceDevice: DeviceRecord?
  /// The gateway gives out nonces: a statement that can carry one must.
  public let asksNonce: Bool
  /// The gateway's own record of a key that it keeps under wrap; nil where it keeps none.
  public let kept: KeptKey?
  public let requester: Requester
  /// What the registers say of the request.
  public let registers: RegisterAnswers
  /// Nil where none came.
  public let previous: PreviousCertificate?
  /// SHA-256 over the request's precertificate; nil where none came.
  public let precertificateSHA256: Digest?
  /// The application, what signs it, and the service: the gates Boundary to Retention look at it.
  public let process: ProcessFacts
  /// Read once: every rule of the gate Precertificate looks at it.
  let pair: CertificatePair
  /// The configuration says that nothing here is for real.
  public let demo: Bool
  public let terms: JudgingTerms
  public let now: Instant

  /// `tbs` is the reading of `request.tbsCertificate`; `subjectKey` is read from it by the module that knows
  /// cryptography. `precertificateVerified` says whether the issuer's key verifies the precertificate's signature;
  /// unknown where there is none. `sourceKey` and `sourceDevice` come with a key that was moved from one QSCD to another;
  /// `asksNonce` says that the gateway gives out nonces; `kept` is for keys that it keeps under wrap itself.
  public init(
    request: SigningRequest, tbs: TBSCertificate, subjectKey: KeyFacts, issuer: IssuerFacts,
    issuerKey: KeyIdentity, csr: CSRFacts?, attestedKey: AttestedKey?, device: DeviceRecord?, requester: Requester,
    registers: RegisterAnswers, previous: PreviousCertificate?, precertificateSHA256: Digest?,
    process: ProcessEvidence, precertificateVerified: Truth, demo: Bool, terms: JudgingTerms, now: Instant,
    sourceKey: AttestedKey? = nil, sourceDevice: DeviceRecord? = nil, asksNonce: Bool = false, kept: KeptKey? = nil
  ) {
    self.request = request
    content = CertificateContent(
      purpose: .subject(request.policy), tbs: tbs, subjectKey: subjectKey, demo: demo, issuedAt: now,
      subjectKind: process.application?.registration?.subjectKind,
      statusServices: process.service.status, policyRegister: process.service.policies)
    self.process = process.facts(
      on: content, event: request.event, csr: csr, requester: requester.id, now: now)
    self.issuer = issuer
    self.issuerKey = issuerKey
    self.attestedKey = attestedKey
    self.device = device
    self.sourceKey = sourceKey
    self.sourceDevice = sourceDevice
    self.asksNonce = asksNonce
    self.kept = kept
    self.requester = requester
    self.registers = registers
    self.previous = previous
    self.precertificateSHA256 = precertificateSHA256
    pair = CertificatePair(
      content: content, precertificate: request.precertificate, signatureVerified: precertificateVerified)
    self.demo = demo
    self.terms = terms
    self.now = now
  }

  /// What the register says of the TBS's serial number.
  public var serial: SerialStatus { registers.serial }

  /// The TBS is one of a precertificate: it is poisoned.
  public var isPrecertificate: Bool { content.isPrecertificate }

  /// The id of the device record that the key must rest on; nil where the policy asks for no registered device.
  public var registeredDevice: String? { process.originDemand.needsRegisteredDevice ? device?.id : nil }

  var lifecycle: LifecycleFacts {
    LifecycleFacts(
      change: CertificateChange(event: request.event, content: content, previous: previous), issuer: request.issuer,
      registers: registers, application: process.application, now: now)
  }

  var chain: CertificateChain { CertificateChain(content: content, issuer: issuer, signingKey: issuerKey) }

  var origin: KeyOrigin {
    KeyOrigin(
      scope: scope, demand: process.originDemand, purpose: process.devicePurpose,
      certifiedKey: content.subjectKey.spkiSHA256, attested: attestedKey, device: device, source: sourceKey,
      sourceDevice: sourceDevice, moveIsEvidenced: process.moveIsEvidenced, possession: process.possession,
      asksNonce: asksNonce, kept: kept, demo: demo, now: now)
  }
}

extension CertificateEvidence: GatedEvidence {
  var key: KeyIdentity { issuerKey }
  var scheme: SignatureScheme? { content.scheme }
  var publicKey: [UInt8] { issuer.publicKey.spki }
  var messages: [[UInt8]] { [request.tbsCertificate] }
}

extension CertificateEvidence: Scoped {
  public var scope: RuleScope? { content.scope }
}
