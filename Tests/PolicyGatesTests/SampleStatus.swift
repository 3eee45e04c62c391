import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import PolicyGates

/// A list of the sample root's that every gate admits: the second one, with the issuing CA in it beside an older entry.
struct SampleList {
  struct Content {
    var signature = AlgorithmIdentifier.ecdsaWithSHA384
    var issuer = Sample.rootName
    var thisUpdate = Sample.time("2026-11-20T11:50:00Z")
    var nextUpdate: Time? = Sample.time("2027-11-20T11:50:00Z")
    var entries: [RevokedCertificate] = []
    var extensions: [Extension] = [
      Extension(AuthorityKeyIdentifier(keyIdentifier: SampleKey.root.identifier), critical: false)
    ]

    mutating func set(_ value: some CertificateExtension, critical: Bool = false) {
      extensions.removeAll { $0.oid == type(of: value).oid }
      extensions.append(Extension(value, critical: critical))
    }

    mutating func remove<Value: CertificateExtension>(_ type: Value.Type) {
      extensions.removeAll { $0.oid == type.oid }
    }

    func tbs() -> TBSCertList {
      TBSCertList(
        signature: signature, issuer: Name(issuer), thisUpdate: thisUpdate, nextUpdate: nextUpdate,
        revokedCertificates: entries, extensions: extensions)
    }
  }

  static let old = entry([0x0A, 0x0B], "2026-05-01T00:00:00Z", .superseded)

  var list = Content()
  var previous: Content? = Content()
  var previousIsGenuine = Truth.yes
  var ca = SampleCertificate.rootCA()
  /// Nil where the CA signs itself.
  var signer: SampleCertificate?
  var signerKey = SampleKey.root
  /// The key that the token has.
  var found = SampleKey.root
  var isSignedByTheCA = Truth.yes
  var certificates = [SampleCertificate.issuingCA()]
  var numbersAlone: [[UInt8]] = []
  var isLast = false
  var isForWebsites = false
  var tbsBytes: [UInt8]?
  var now = Sample.now

  init() {
    ca.notBefore = Sample.time("2026-01-01T00:00:00Z")
    list.entries = [
      Self.old, Self.entry(SampleCertificate.issuingCA().serial, "2026-11-20T11:45:00Z", .cessationOfOperation),
    ]
    list.set(CRLNumber(2))
    list.set(IssuingDistributionPoint(onlyContainsCACertificates: true), critical: true)
    previous?.thisUpdate = Sample.time("2026-06-01T00:00:00Z")
    previous?.entries = [Self.old]
    previous?.set(CRLNumber(1))
    certificates[0].notBefore = Sample.time("2026-02-01T00:00:00Z")
  }

  static func entry(_ serial: [UInt8], _ date: String, _ reason: CRLReason?) -> RevokedCertificate {
    RevokedCertificate(
      serialNumber: X509.SerialNumber(magnitude: serial), revocationDate: Sample.time(date), reason: reason)
  }

  /// The newer entry with another reason.
  mutating func newEntry(_ reason: CRLReason?, _ date: String = "2026-11-20T11:45:00Z") {
    list.entries[1] = Self.entry(SampleCertificate.issuingCA().serial, date, reason)
  }

  /// Somebody whom the CA designated signs.
  mutating func designate() {
    signer = .crlSigner()
    signer?.notBefore = Sample.time("2026-11-01T00:00:00Z")
    signerKey = .subject
    found = .subject
    list.signature = .ecdsaWithSHA256
    list.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.subject.identifier))
  }

  func evidence() throws -> CAListEvidence {
    let (ca, list) = (try ca.tbs(), list.tbs())
    return CAListEvidence(
      tbsCertList: tbsBytes ?? list.derBytes, list: list, issuer: ca,
      signer: StatusSigner(
        certificate: try signer?.tbs() ?? ca, publicKey: signerKey.facts,
        key: KeyIdentity(ckaID: [1], spkiSHA256: found.facts.spkiSHA256), isSignedByTheCA: isSignedByTheCA),
      previous: previous.map { .list($0.tbs(), isGenuine: previousIsGenuine) } ?? .none,
      certificates: try certificates.map { try $0.tbs() },
      numbersAlone: Set(numbersAlone.map { X509.SerialNumber(magnitude: $0) }), isLast: isLast,
      isForWebsites: isForWebsites,
      terms: JudgingTerms(baseline: .etsi2026), now: now)
  }
}

/// A list with one thing changed.
func list(_ change: (inout SampleList) -> Void = { _ in }) throws -> CAListEvidence {
  var sample = SampleList()
  change(&sample)
  return try sample.evidence()
}

extension SampleCertificate {
  /// Of whom the sample root lets sign its lists.
  static func crlSigner() -> SampleCertificate {
    var sample = SampleCertificate.responder()
    sample.extensions = []
    sample.signature = .ecdsaWithSHA384
    sample.issuer = Sample.rootName
    sample.subject = Sample.rootName
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.root.identifier))
    sample.set(SubjectKeyIdentifier(SampleKey.subject.identifier))
    sample.set([.cRLSign] as KeyUsage, critical: true)
    sample.set(CRLDistributionPoints([DistributionPoint(uri: "http://demo.example/root.crl")]))
    sample.set(AuthorityInformationAccess([Sample.access.descriptions[0]]))
    return sample
  }

  /// A responder of the sample root's.
  static func rootResponder() -> SampleCertificate {
    var sample = SampleCertificate.responder()
    sample.issuer = Sample.rootName
    sample.signature = .ecdsaWithSHA384
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.root.identifier))
    return sample
  }

  /// The sample root below an older one, which has the issuing CA's name here.
  static func cross() -> SampleCertificate {
    var sample = SampleCertificate.issuingCA()
    sample.issuer = Sample.issuingName
    sample.subject = Sample.rootName
    sample.key = .root
    sample.signature = .ecdsaWithSHA256
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.issuing.identifier))
    sample.set(SubjectKeyIdentifier(SampleKey.root.identifier))
    sample.set(BasicConstraints(isCA: true), critical: true)
    return sample
  }
}

/// An answer about the issuing CA, by a responder of the sample root, that every gate admits.
struct SampleAnswer {
  var responder = OCSPResponderID.byName(Name(SampleCertificate.rootResponder().subject))
  var producedAt = Sample.time("2026-11-20T12:00:00Z")
  var status = OCSPCertificateStatus.good
  var thisUpdate = Sample.time("2026-11-20T12:00:00Z")
  var nextUpdate: Time? = Sample.time("2026-12-20T11:00:00Z")
  var names = [SampleAnswer.name(1)]
  /// What the answers are about; the names that are right.
  var answered: [OCSPCertificateID]?
  var subject = SampleCertificate.issuingCA()
  var subjectIsSigned = Truth.yes
  /// Nil where the CA itself signs.
  var signer: SampleCertificate? = SampleCertificate.rootResponder()
  var signerKey = SampleKey.subject
  var found = SampleKey.subject
  var isSignedByTheCA = Truth.yes
  var signerNames: [OCSPResponderID] = [.byKey([7])]
  var algorithm = AlgorithmIdentifier.ecdsaWithSHA256
  var list: SampleList.Content? = SampleList.Content()
  var isForWebsites = false
  var dataBytes: [UInt8]?
  var now = Sample.now

  /// Hashes of some kind: gates compare them, and cannot compute any.
  static func name(_ kind: UInt8) -> OCSPCertificateID {
    OCSPCertificateID(
      hashAlgorithm: AlgorithmIdentifier(.sha1, parameters: AlgorithmIdentifier.null), issuerNameHash: [kind],
      issuerKeyHash: [kind], serialNumber: X509.SerialNumber(magnitude: SampleCertificate.issuingCA().serial))
  }

  /// The CA itself signs.
  mutating func signAsCA() {
    signer = nil
    (signerKey, found) = (.root, .root)
    algorithm = .ecdsaWithSHA384
    responder = .byName(Name(Sample.rootName))
  }

  /// The list has the certificate.
  mutating func revoke(_ status: OCSPCertificateStatus) {
    self.status = status
    list?.entries = [
      SampleList.entry(SampleCertificate.issuingCA().serial, "2026-11-20T11:45:00Z", .cessationOfOperation)
    ]
  }

  func evidence() throws -> OCSPAnswerEvidence {
    let ca = try SampleCertificate.rootCA().tbs()
    let data = OCSPResponseData(
      responder: responder, producedAt: producedAt,
      responses: (answered ?? names).map {
        OCSPSingleResponse(certificate: $0, status: status, thisUpdate: thisUpdate, nextUpdate: nextUpdate)
      })
    return OCSPAnswerEvidence(
      responseData: dataBytes ?? data.derBytes, data: data, issuer: ca,
      signer: StatusSigner(
        certificate: try signer?.tbs() ?? ca, publicKey: signerKey.facts,
        key: KeyIdentity(ckaID: [1], spkiSHA256: found.facts.spkiSHA256), isSignedByTheCA: isSignedByTheCA),
      signerNames: signerNames, algorithm: algorithm,
      subjects: [
        OCSPAnswerEvidence.Subject(certificate: try subject.tbs(), isSignedByTheCA: subjectIsSigned, names: names)
      ],
      list: list?.tbs(), isForWebsites: isForWebsites, terms: JudgingTerms(baseline: .etsi2026), now: now)
  }
}

/// An answer with one thing changed.
func answer(_ change: (inout SampleAnswer) -> Void = { _ in }) throws -> OCSPAnswerEvidence {
  var sample = SampleAnswer()
  change(&sample)
  return try sample.evidence()
}

/// A request of an issuing CA's key, for a certificate of another root, that every gate admits.
struct SampleRequest {
  var subject = Sample.issuingName
  var key = SampleKey.issuing
  var found = SampleKey.issuing
  var extensions = [
    Extension(BasicConstraints(isCA: true, pathLength: 0), critical: true),
    Extension([.keyCertSign, .cRLSign] as KeyUsage, critical: true),
  ]
  /// Instead of the extensions.
  var attributes: [Attribute]?
  var algorithm = AlgorithmIdentifier.ecdsaWithSHA256
  var existing: SampleCertificate?
  var origin = SampleOrigin(key: .issuing)
  var infoBytes: [UInt8]?

  func evidence() throws -> CertificationRequestEvidence {
    let info = CertificationRequest.info(
      subject: Name(subject), key: key.info, attributes: attributes ?? [.extensionRequest(extensions)])
    return CertificationRequestEvidence(
      requestInfo: infoBytes ?? info,
      request: try CertificationRequest(unsignedInfo: info, signatureAlgorithm: algorithm),
      key: KeyIdentity(ckaID: [1], spkiSHA256: found.facts.spkiSHA256), subjectKey: SampleKey.issuing.facts,
      attestedKey: origin.attestedKey, existing: try existing?.tbs(), demo: false,
      terms: JudgingTerms(baseline: .etsi2026), now: Sample.now)
  }
}

/// A request with one thing changed.
func request(_ change: (inout SampleRequest) -> Void = { _ in }) throws -> CertificationRequestEvidence {
  var sample = SampleRequest()
  change(&sample)
  return try sample.evidence()
}

/// A certificate that a ceremony makes, with one thing changed in it or in what was planned.
struct SamplePlan {
  var certificate: SampleCertificate
  var evidence: SampleCAEvidence
  var isForWebsites = false
  var isAffiliated = true
  var existing: SampleCertificate? = .rootCA()
  var isKeyElsewhere = false
  var possession = Truth.yes

  init(_ kind: CACertificateEvidence.Kind) {
    isKeyElsewhere = kind == .cross
    evidence = SampleCAEvidence(kind)
    switch kind {
    case .root: certificate = .rootCA()
    case .issuing: certificate = .issuingCA()
    case .intermediate:
      certificate = .issuingCA()
      certificate.set(BasicConstraints(isCA: true, pathLength: 1), critical: true)
    case .cross:
      certificate = .cross()
      evidence.issuer = SampleCertificate.issuingCA()
      evidence.issuer?.set(BasicConstraints(isCA: true), critical: true)
      evidence.issuer?.notAfter = Sample.time("2044-11-20T11:29:59Z")
      evidence.issuerKey = .issuing
    case .ocspResponder: certificate = .rootResponder()
    case .crlSigner: certificate = .crlSigner()
    }
  }

  func made() throws -> CACertificateEvidence {
    var evidence = evidence
    evidence.certificate = certificate
    evidence.origin = SampleOrigin(key: certificate.key)
    evidence.plan = CAPlan(
      isForWebsites: isForWebsites, isAffiliated: isAffiliated,
      existing: evidence.kind == .cross ? try existing?.tbs() : nil, isKeyElsewhere: isKeyElsewhere,
      possession: possession)
    return try evidence.evidence()
  }
}

func planned(
  _ kind: CACertificateEvidence.Kind, _ change: (inout SamplePlan) -> Void = { _ in }
) throws -> PlannedCA {
  var sample = SamplePlan(kind)
  change(&sample)
  return try sample.made().planned
}
