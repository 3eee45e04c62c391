import Cryptography
public import Evidence
public import PolicyGates
import X509

/// Evidence in the making for one subject certificate: all gates admit it until a test changes one thing.
public struct SampleEvidence: Sendable {
  public var certificate: SampleCertificate
  public var policy: CertificatePolicy
  public var event = LifecycleEvent.initial
  public var previous: SampleCertificate?
  /// The bytes to be signed, where they are to differ from what was read.
  public var tbsBytes: [UInt8]?
  /// Whether the certificate's precertificate comes along, where it holds timestamps.
  public var precertified = true
  /// The serial number is the precertificate's, where there is one.
  public var sharesSerial = true
  /// The precertificate, where it is to be none.
  public var precertificateBytes: [UInt8]?
  public var precertificateVerified = Truth.yes
  private var precertificateChanges: [@Sendable (inout SampleCertificate) -> Void] = []
  public var issuer = SampleCertificate.issuingCA()
  public var issuerKey = SampleKey.issuing
  public var csr: CSRFacts? = CSRFacts(publicKey: SampleKey.subject.info.derBytes, signatureVerified: .yes)
  public var origin = SampleOrigin()
  public var requester = Requester(
    id: "ra-1", certificateSHA256: Hash.digest([1]), issuers: ["issuing"],
    policies: Set(CertificatePolicy.allCases))
  public var serial: SerialStatus
  public var registers = SampleRegisters()
  public var demo = false
  public var terms = JudgingTerms(baseline: .etsi2026)
  public var now = Sample.now
  private var processChanges: [@Sendable (inout SampleProcess) -> Void] = []

  public init(_ policy: CertificatePolicy = .qcpNQSCD) {
    certificate = .subject(policy)
    self.policy = policy
    serial = .unknown
    reserve()
  }

  /// Reserves the certificate's serial number.
  public mutating func reserve(
    issuer: String = "issuing", requester: String = "ra-1", subjectKey: Digest? = nil, expires: Instant? = nil
  ) {
    guard let number = Evidence.SerialNumber(magnitude: certificate.serial) else {
      preconditionFailure("the sample's serial number is none")
    }
    serial = .reserved(
      SerialReservation(
        serial: number, issuer: issuer, requester: requester, subjectKey: subjectKey, reservedAt: Sample.now,
        expires: expires))
  }

  /// Changes the application or what else is known of the process. It is made for the certificate as it is in the end.
  public mutating func process(_ change: @escaping @Sendable (inout SampleProcess) -> Void) {
    processChanges.append(change)
  }

  /// Changes the precertificate, which is made from the certificate as it is in the end.
  public mutating func precertificate(_ change: @escaping @Sendable (inout SampleCertificate) -> Void) {
    precertificateChanges.append(change)
  }

  private func precertificate() throws -> [UInt8]? {
    let holdsTimestamps = certificate.extensions.contains { $0.oid == SignedCertificateTimestamps.oid }
    guard precertificateBytes == nil, precertified, holdsTimestamps else { return precertificateBytes }
    var sample = certificate.precertificate()
    for change in precertificateChanges { change(&sample) }
    return Certificate(tbs: try sample.tbs(), signatureAlgorithm: sample.signature, signature: [0]).derBytes
  }

  private var processEvidence: ProcessEvidence {
    var sample = SampleProcess(policy, certificate: certificate)
    sample.event = event
    sample.bind()
    for change in processChanges { change(&sample) }
    return sample.evidence
  }

  public func evidence() throws -> CertificateEvidence {
    let tbs = try certificate.tbs()
    let bytes = tbsBytes ?? tbs.derBytes
    let shownPrecertificate = try precertificate()
    let request = SigningRequest(
      issuer: "issuing", tbsCertificate: bytes, csr: nil, policy: policy, event: event, application: [],
      attestation: nil, previousCertificate: try previous?.derBytes(), precertificate: shownPrecertificate,
      digest: Hash.digest(bytes))
    return CertificateEvidence(
      request: request, tbs: tbs, subjectKey: certificate.key.facts,
      issuer: IssuerFacts(certificate: try issuer.tbs(), publicKey: issuerKey.facts),
      issuerKey: KeyIdentity(ckaID: [1], spkiSHA256: issuerKey.facts.spkiSHA256), csr: csr,
      attestedKey: origin.attestedKey, device: origin.device, requester: requester,
      registers: try registers.answers(paired(with: shownPrecertificate), previous: previous),
      previous: try previous?.shown(), precertificateSHA256: shownPrecertificate.map { Hash.digest($0) },
      process: processEvidence, precertificateVerified: precertificateVerified, demo: demo, terms: terms, now: now,
      sourceKey: origin.source, sourceDevice: origin.sourceDevice, asksNonce: origin.asksNonce, kept: origin.kept)
  }
}

/// Evidence in the making for one CA certificate.
public struct SampleCAEvidence: Sendable {
  public var kind: CACertificateEvidence.Kind
  public var certificate: SampleCertificate
  public var tbsBytes: [UInt8]?
  /// Nil for a root.
  public var issuer: SampleCertificate?
  public var issuerKey: SampleKey
  public var origin: SampleOrigin
  public var plan = CAPlan()
  public var terms = JudgingTerms(baseline: .etsi2026)
  public var now = Sample.now

  public init(_ kind: CACertificateEvidence.Kind) {
    self.kind = kind
    certificate = kind == .root ? .rootCA() : .issuingCA()
    issuer = kind == .root ? nil : .rootCA()
    issuerKey = .root
    origin = SampleOrigin(key: certificate.key)
  }

  public func evidence() throws -> CACertificateEvidence {
    let tbs = try certificate.tbs()
    return CACertificateEvidence(
      kind: kind, tbsCertificate: tbsBytes ?? tbs.derBytes, tbs: tbs, subjectKey: certificate.key.facts,
      issuer: try issuer.map { IssuerFacts(certificate: try $0.tbs(), publicKey: issuerKey.facts) },
      issuerKey: KeyIdentity(ckaID: [2], spkiSHA256: issuerKey.facts.spkiSHA256), attestedKey: origin.attestedKey,
      plan: plan, demo: false, terms: terms, now: now)
  }
}

/// Claims in the making about a key that was born in a certified device.
public struct SampleOrigin: Sendable {
  public var isAttested = true
  /// The ceremony's script has the key backed up under a wrapping key.
  public var leavesWrapped = false
  public var key: SampleKey
  public var format = "sample"
  public var evidenceClass = EvidenceClass.signed
  public var claims = SampleOrigin.good
  public var control = KeyControl()
  public var weaknesses: [EvidenceWeakness] = []
  public var problems: [AppraisalProblem] = []
  public var nonce: [UInt8]?
  public var attestedDevice: StatedDevice? = StatedDevice(SampleOrigin.identity)
  public var device: DeviceRecord? = SampleOrigin.record()
  /// Evidence from the device that a moved key came from, and that device's record.
  public var source: AttestedKey?
  public var sourceDevice: DeviceRecord?
  /// For rules alone: the application says it to the gates.
  public var moveIsEvidenced = false
  public var possession = Truth.yes
  public var asksNonce = false
  /// The gateway's own record of a key that it keeps under wrap.
  public var kept: KeptKey?

  public init(key: SampleKey = .subject) { self.key = key }

  /// Changes one claim.
  public mutating func set(_ name: ClaimName, _ value: Truth) { claims.set(name, value, SampleOrigin.field) }

  /// Makes it a key that came from another QSCD under wrap, with the evidence of that device changed.
  public mutating func move(from change: (inout SampleOrigin) -> Void = { _ in }) {
    set(.generatedInside, .no)
    set(.restored, .yes)
    set(.everExtractable, .yes)
    set(.everNonSensitive, .yes)
    var first = SampleOrigin(key: key)
    first.set(.extractableWrapped, .yes)
    change(&first)
    source = first.attestedKey
    sourceDevice = first.device
    moveIsEvidenced = true
  }

  /// Makes it a key that the gateway made and keeps under wrap, in a device whose configuration keeps keys so, with what was
  /// read then changed.
  public mutating func keepUnderWrap(
    _ keeping: WrappedKeeping = SampleOrigin.keeping(), _ change: (inout SampleOrigin) -> Void = { _ in }
  ) {
    var record = SampleOrigin(key: key)
    record.evidenceClass = .attributesRecordedCertifiedChannel
    record.set(.extractableWrapped, .yes)
    record.set(.everExtractable, .yes)
    change(&record)
    (evidenceClass, claims) = (record.evidenceClass, record.claims)
    device?.keepsWrappedKeys = true
    kept = KeptKey(keeping, recorded: record.attestedKey)
  }

  public static func keeping(
    local: Truth = .yes, alwaysSensitive: Truth = .yes, neverExtractable: Truth = .yes, isPrivate: Truth = .yes,
    problem: String? = nil
  ) -> WrappedKeeping {
    WrappedKeeping(
      credential: "cred-1", provenAt: Sample.now, mechanism: "aes-key-wrap-pad",
      wrappingKey: WrappingKeyFacts(
        label: "wrapping", ckaID: [9], checkValue: [1, 2, 3], local: local, alwaysSensitive: alwaysSensitive,
        neverExtractable: neverExtractable, trusted: .no, isPrivate: isPrivate),
      isChannelCertified: true, problem: problem)
  }

  public var attestedKey: AttestedKey? {
    guard isAttested else { return nil }
    var attested = AttestedKey(
      spki: key.facts.spki, spkiSHA256: key.facts.spkiSHA256, format: format, offeredClass: evidenceClass,
      rawDigest: Hash.digest([]))
    attested.claims = claims
    attested.control = control
    attested.weaknesses = weaknesses
    attested.problems = problems
    attested.nonce = nonce
    attested.device = attestedDevice
    attested.observedAt = Sample.now
    return attested
  }

  private static let field = "field"

  /// Born in the device, and never able to leave it.
  private static let good: KeyClaims = {
    var claims = KeyClaims()
    for name in [ClaimName.generatedInside, .generationMechanism, .signs] { claims.set(name, .yes, field) }
    let never: [ClaimName] = [
      .imported, .restored, .extractableClear, .extractableWrapped, .everExtractable, .everNonSensitive, .cloneable,
      .adminRecoverable,
    ]
    for name in never { claims.set(name, .no, field) }
    return claims
  }()

  public static let identity = DeviceIdentity(
    manufacturer: "Example", model: "HSM 1", serial: "42", hardwareVersion: "1.0", firmwareVersion: "7.1")

  /// An entry of the device register, certified from 2026-01-01 to 2030-01-01.
  public static func record(
    _ device: DeviceIdentity = identity, status: DeviceCertificate.Status = .certified, demo: Bool = false,
    expires: String = "2030-01-01"
  ) -> DeviceRecord {
    DeviceRecord(
      id: "example-hsm", kind: .qscd, vendor: device.manufacturer, model: device.model,
      hardware: [device.hardwareVersion], firmware: [device.firmwareVersion], purpose: .both, management: .user,
      certificate: DeviceCertificate(
        reference: "EXAMPLE-1", body: "Example Body", issued: Instant("2026-01-01") ?? Sample.now,
        expires: Instant(expires) ?? Sample.now, status: status),
      source: "https://example.test/qscd", reviewedBy: "reviewer", reviewedAt: Sample.now, demo: demo)
  }
}
