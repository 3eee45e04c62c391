public import Applications
public import Attestation
internal import Cryptography
public import Evidence
public import PolicyGates
internal import X509

/// What is known at the time of a decision and stands in no request: who asks, who is to sign, what registers and tokens
/// answered.
///
/// The gateway asks for it once; a replay reads it from the record. Both judge what `evidence(_:)` makes of it.
public struct Circumstances: Sendable {
  public var requester: Requester
  /// DER.
  public var requesterCertificate: [UInt8]
  public var issuer: IssuerFacts
  /// DER.
  public var issuerCertificate: [UInt8]
  /// The issuer's key on the token.
  public var issuerKey: KeyIdentity
  /// What a subject token said of the subject's key; nil where none was asked or none holds it.
  public var liveAttributes: KeyAttributes?
  /// The subject token is reached over a channel that its certified configuration authenticates.
  public var isChannelCertified: Bool
  /// The register's entry for the key's device.
  public var device: DeviceRecord?
  /// The register's entry for the device where a moved key was generated.
  public var sourceDevice: DeviceRecord?
  /// What the operator adds to the anchors and advisories of this build.
  public var appraisal: AppraisalSettings
  /// What the evidence was asked to carry; nil where nothing was asked for.
  public var nonce: [UInt8]?
  /// The credentials that the TPMs of the evidence were asked to open, and whose secrets it brings.
  public var activations: Set<TPMActivation> = []
  /// SHA-256 over the order by which this gateway made the subject's key; nil where it was made otherwise.
  public var enrolment: Digest?
  /// What this gateway's records say of a key that it keeps under wrap; nil where it keeps none, or a token holds the key.
  public var keeping: WrappedKeeping?
  /// The attributes that it read when it made such a key, as it kept them: canonical JSON.
  public var recordedAttributes: JSONValue?
  public var registers: RegisterAnswers
  /// What the operator says of the issuer's service.
  public var service: ServiceDocument
  /// The register's entries for those who signed the application.
  public var officers: OfficerRegister
  public var terms: JudgingTerms
  public var demo: Bool
  public var now: Instant
  /// The entry of the subject's key in the operator's list; nil where it is on none.
  public var knownWeakKey: KnownWeakKeys.Entry?

  public init(
    requester: Requester, requesterCertificate: [UInt8], issuer: IssuerFacts, issuerCertificate: [UInt8],
    issuerKey: KeyIdentity, liveAttributes: KeyAttributes?, device: DeviceRecord?, registers: RegisterAnswers,
    service: ServiceDocument, officers: OfficerRegister, terms: JudgingTerms, demo: Bool, now: Instant,
    knownWeakKey: KnownWeakKeys.Entry? = nil, isChannelCertified: Bool = false, sourceDevice: DeviceRecord? = nil,
    appraisal: AppraisalSettings = AppraisalSettings(), nonce: [UInt8]? = nil
  ) {
    self.requester = requester
    self.requesterCertificate = requesterCertificate
    self.issuer = issuer
    self.issuerCertificate = issuerCertificate
    self.issuerKey = issuerKey
    self.liveAttributes = liveAttributes
    self.device = device
    self.registers = registers
    self.service = service
    self.officers = officers
    self.terms = terms
    self.demo = demo
    self.now = now
    self.knownWeakKey = knownWeakKey
    self.isChannelCertified = isChannelCertified
    self.sourceDevice = sourceDevice
    self.appraisal = appraisal
    self.nonce = nonce
  }

  /// All evidence for the gates of one certificate.
  ///
  /// `origin` is what `origin(of:)` says.
  public func evidence(_ reading: CertificateReading, origin: AppraisedOrigin) -> CertificateEvidence {
    CertificateEvidence(
      request: reading.request, tbs: reading.tbs, subjectKey: reading.subjectKey.listed(as: knownWeakKey),
      issuer: issuer,
      issuerKey: issuerKey, csr: reading.csr, attestedKey: origin.key,
      device: device, requester: requester, registers: registers, previous: reading.previous,
      precertificateSHA256: reading.request.precertificate.map { Hash.digest($0) },
      process: ProcessEvidence(
        reading.application, for: reading.tbs, officers: officers, service: service.description, enrolment: enrolment),
      precertificateVerified: verified(reading.request.precertificate),
      demo: demo, terms: terms, now: now,
      sourceKey: origin.source, sourceDevice: sourceDevice, asksNonce: true,
      kept: keeping.map { KeptKey($0, recorded: origin.recorded) })
  }

  /// Whether the issuer's key verifies the precertificate; what cannot be read or used says nothing.
  private func verified(_ precertificate: [UInt8]?) -> Truth {
    guard let precertificate, let certificate = try? Certificate(der: precertificate),
      let key = try? PublicKey(issuer.certificate.subjectPublicKeyInfo),
      let isSigned = try? certificate.isSigned(by: key)
    else { return .unknown }
    return isSigned ? .yes : .no
  }

  /// Where the subject's key was born, by what was known at the time. Throws where a statement cannot be read.
  public func origin(of reading: CertificateReading) throws(AssemblyError) -> AppraisedOrigin {
    try AppraisedOrigin(
      reading, liveReading, recorded: try recordedReading(),
      appraisal.terms(nonce: nonce, activations: activations, now: now))
  }

  /// What the gateway read when it made the key; nil where its record is none of that.
  private func recordedReading() throws(AssemblyError) -> PKCS11Attributes? {
    guard let keeping, keeping.problem == nil, let recordedAttributes else { return nil }
    do {
      return try PKCS11Attributes(
        recorded: recordedAttributes, overCertifiedChannel: keeping.isChannelCertified)
    } catch { throw .malformed(.recordedOrigin, problem: error.description) }
  }

  /// The device that made a key which the gateway keeps under wrap, as it named itself then.
  public func recordedDevice() throws(AssemblyError) -> StatedDevice? {
    try recordedReading().map { StatedDevice($0.attributes.device) }
  }

  /// What a subject token said, with what its channel makes of that.
  var liveReading: PKCS11Attributes? {
    liveAttributes.map {
      isChannelCertified ? PKCS11Attributes(readOverCertifiedChannel: $0) : PKCS11Attributes(readLive: $0)
    }
  }
}
