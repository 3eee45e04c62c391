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
  /// The register's entry for the key's device.
  public var device: DeviceRecord?
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
    knownWeakKey: KnownWeakKeys.Entry? = nil
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
  }

  /// All evidence for the gates of one certificate.
  ///
  /// `attested` is what `attestedKey(_:)` says.
  public func evidence(_ reading: CertificateReading, attested: AttestedKey?) -> CertificateEvidence {
    CertificateEvidence(
      request: reading.request, tbs: reading.tbs, subjectKey: reading.subjectKey.listed(as: knownWeakKey),
      issuer: issuer,
      issuerKey: issuerKey, csr: reading.csr, attestedKey: attested,
      device: device, requester: requester, registers: registers, previous: reading.previous,
      precertificateSHA256: reading.request.precertificate.map { Hash.digest($0) },
      process: ProcessEvidence(reading.application, for: reading.tbs, officers: officers, service: service.description),
      precertificateVerified: verified(reading.request.precertificate),
      demo: demo, terms: terms, now: now)
  }

  /// Where the subject's key was born, by what was known at the time.
  public func attestedKey(_ reading: CertificateReading) throws(AssemblyError) -> AttestedKey? {
    try Circumstances.attestedKey(reading, liveAttributes, AppraisalTerms(now: now))
  }

  /// Whether the issuer's key verifies the precertificate; what cannot be read or used says nothing.
  private func verified(_ precertificate: [UInt8]?) -> Truth {
    guard let precertificate, let certificate = try? Certificate(der: precertificate),
      let key = try? PublicKey(issuer.certificate.subjectPublicKeyInfo),
      let isSigned = try? certificate.isSigned(by: key)
    else { return .unknown }
    return isSigned ? .yes : .no
  }

  /// What the subject tokens say now, or else what the client sent, which is worth less.
  ///
  /// Of a statement about several keys the one that is about the subject's counts, or else the first, so that a gate can say
  /// what differs.
  /// Throws where the statement cannot be read.
  public static func attestedKey(
    _ reading: CertificateReading, _ live: KeyAttributes?, _ terms: AppraisalTerms
  ) throws(AssemblyError) -> AttestedKey? {
    if let live { return PKCS11Attributes(readLive: live).appraise() }
    guard let statement = reading.statement else { return nil }
    do {
      let keys = try Formats.appraise(statement, under: terms)
      return keys.first { $0.spkiSHA256 == reading.subjectKey.spkiSHA256 } ?? keys.first
    } catch {
      throw .malformed(.attestation, problem: error.description)
    }
  }
}
