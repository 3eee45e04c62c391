internal import Applications
internal import Attestation
internal import Cryptography
internal import Documents
public import Evidence
internal import PolicyGates
internal import X509

/// What the record of a decision says of the request and of its time; the rest is raw evidence.
public struct RecordedDecision: Sendable, Hashable {
  public let issuer: String
  public let policy: CertificatePolicy
  public let event: LifecycleEvent
  /// The request's identity.
  public let request: Digest
  public let decidedAt: Instant
  public let demo: Bool

  /// Nil where the body is none of an intent or a refusal.
  public init?(record body: JSONValue) {
    guard let issuer = body["issuer"]?.text, let policy = body["policy"]?.text.flatMap(CertificatePolicy.init),
      let event = body["event"]?.text.flatMap(LifecycleEvent.init), let request = Digest(sha256: body["request"]),
      let decidedAt = body["decidedAt"]?.text.flatMap({ Instant($0) }), case .bool(let demo)? = body["demo"]
    else { return nil }
    self.issuer = issuer
    self.policy = policy
    self.event = event
    self.request = request
    self.decidedAt = decidedAt
    self.demo = demo
  }

  /// The request as the endpoint read it.
  public func request(_ raw: RawEvidence) throws(AssemblyError) -> SigningRequest {
    SigningRequest(
      issuer: issuer, tbsCertificate: try raw.required(.tbsCertificate), csr: raw[.csr], policy: policy, event: event,
      application: try raw.required(.application), attestation: raw[.attestation],
      sourceAttestation: raw[.sourceAttestation],
      previousCertificate: raw[.previousCertificate], precertificate: raw[.precertificate], digest: request)
  }

  /// What was known at the time of the decision.
  public func circumstances(_ raw: RawEvidence) throws(AssemblyError) -> Circumstances {
    let issuerCertificate = try raw.required(.issuerCertificate)
    let live = try raw[.keyOrigin].map(RecordedDecision.live)
    var circumstances = Circumstances(
      requester: try raw.read(.requester, Requester.shape),
      requesterCertificate: try raw.required(.requesterCertificate),
      issuer: try IssuerFacts(assembling: issuerCertificate), issuerCertificate: issuerCertificate,
      issuerKey: try raw.read(.issuerKey, KeyIdentity.shape),
      liveAttributes: live?.attributes,
      device: try raw.optional(.deviceRecord, DeviceRecord.shape),
      registers: try RecordedDecision.registers(try raw.required(.registers)),
      service: try RecordedDecision.service(try raw.required(.service)),
      officers: try raw.read(.officers, OfficerRegister.shape),
      terms: try raw.read(.judgingTerms, JudgingTerms.shape), demo: demo, now: decidedAt,
      knownWeakKey: try raw.optional(.knownWeakKey, KnownWeakKeys.Entry.shape),
      isChannelCertified: live?.isOverCertifiedChannel ?? false,
      sourceDevice: try raw.optional(.sourceDevice, DeviceRecord.shape),
      appraisal: try raw.optional(.appraisal, AppraisalSettings.shape) ?? AppraisalSettings(), nonce: raw[.nonce])
    circumstances.activations = try raw.optional(.activations, Set<TPMActivation>.shape) ?? []
    circumstances.enrolment = try raw[.enrolment].map(RecordedDecision.enrolment)
    circumstances.keeping = try raw.optional(.wrappedKeeping, WrappedKeeping.shape)
    circumstances.recordedAttributes = try raw[.recordedOrigin].map { content throws(AssemblyError) in
      guard circumstances.keeping != nil else { throw .missing(.wrappedKeeping) }
      return try RecordedDecision.canonical(.recordedOrigin, content)
    }
    return circumstances
  }

  private static func canonical(_ name: EvidenceName, _ bytes: [UInt8]) throws(AssemblyError) -> JSONValue {
    guard let value = JSONValue(canonical: bytes) else { throw .malformed(name, problem: "it is no canonical JSON") }
    return value
  }

  private static func enrolment(_ bytes: [UInt8]) throws(AssemblyError) -> Digest {
    guard let digest = Digest(algorithm: .sha256, bytes: bytes) else {
      throw .malformed(.enrolment, problem: "it is no SHA-256")
    }
    return digest
  }

  private static func registers(_ bytes: [UInt8]) throws(AssemblyError) -> RegisterAnswers {
    guard let answers = JSONValue(canonical: bytes).flatMap({ RegisterAnswers($0) }) else {
      throw .malformed(.registers, problem: "not as the registers' answers are spelled")
    }
    return answers
  }

  private static func service(_ bytes: [UInt8]) throws(AssemblyError) -> ServiceDocument {
    do { return try ServiceDocument(json: bytes) } catch { throw .malformed(.service, problem: error.description) }
  }

  private static func live(_ bytes: [UInt8]) throws(AssemblyError) -> PKCS11Attributes {
    let statement = try canonical(.keyOrigin, bytes)
    do { return try PKCS11Attributes(received: statement) } catch {
      throw .malformed(.keyOrigin, problem: error.description)
    }
  }
}

extension RawEvidence {
  /// Nil where the evidence is not there.
  func optional<Value>(_ name: EvidenceName, _ shape: FieldShape<Value>) throws(AssemblyError) -> Value? {
    self[name] == nil ? nil : try read(name, shape)
  }

  func read<Value>(_ name: EvidenceName, _ shape: FieldShape<Value>) throws(AssemblyError) -> Value {
    let content = try required(name)
    do { return try Document(json: content).read(as: shape) } catch {
      throw .malformed(name, problem: error.description)
    }
  }
}

extension IssuerFacts {
  init(assembling certificate: [UInt8]) throws(AssemblyError) {
    do {
      let tbs = try Certificate(der: certificate).tbsCertificate
      self.init(certificate: tbs, publicKey: KeyFacts(examining: tbs.subjectPublicKeyInfo, depth: .none))
    } catch { throw .malformed(.issuerCertificate, problem: "\(error)") }
  }
}

extension Digest {
  init?(sha256 value: JSONValue?) {
    guard let digest = value?.text.flatMap({ Hex.decode($0) }).flatMap({ Digest(algorithm: .sha256, bytes: $0) })
    else { return nil }
    self = digest
  }
}
