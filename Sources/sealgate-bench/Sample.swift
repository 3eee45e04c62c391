import Applications
import Attestation
import CommandLineTools
import Cryptography
import DER
import Documents
import Evidence
import Glibc
import PolicyGates
import X509

/// A request as the load sends it, and all evidence for it, so that the gates admit it.
struct Sample {
  struct Unusable: Error, CustomStringConvertible {
    let description: String
  }

  /// The body of a request, JSON.
  let body: [UInt8]
  let tbs: [UInt8]
  let csr: [UInt8]
  /// What an issuer with each kind of key signed, with its key.
  let signed: [String: (certificate: Certificate, key: PublicKey)]
  private let request: SigningRequest
  private let process: ProcessEvidence
  private let issuer: Certificate
  private let now = SystemClock.now()

  init(folder: String) throws {
    body = try InputFile.read("\(folder)/one.jsonl")
    let document = try Document(json: body).jsonValue()
    guard let tbs = document["tbsCertificate"]?.text.flatMap({ Base64.decode($0) }),
      let csr = document["csr"]?.text.flatMap({ Base64.decode($0) })
    else { throw Unusable(description: "one.jsonl is no request") }
    (self.tbs, self.csr) = (tbs, csr)
    request = SigningRequest(
      issuer: "p256", tbsCertificate: tbs, csr: csr, policy: .qcpNQSCD, event: .initial,
      application: document["application"]?.canonicalBytes() ?? [], attestation: nil, previousCertificate: nil,
      precertificate: nil, digest: Hash.digest(body))
    issuer = try Sample.certificate("\(folder)/p256.pem")
    process = try Sample.process(request, folder: folder)
    var signed: [String: (Certificate, PublicKey)] = [:]
    for name in ["p256", "rsa2048", "rsa3072"] where access("\(folder)/\(name)-template.pem", R_OK) == 0 {
      let authority = try Sample.certificate("\(folder)/\(name).pem")
      signed[name] = (
        try Sample.certificate("\(folder)/\(name)-template.pem"),
        try PublicKey(authority.tbsCertificate.subjectPublicKeyInfo)
      )
    }
    self.signed = signed
  }

  private static func certificate(_ path: String) throws -> Certificate {
    try Certificate(pem: String(decoding: try InputFile.read(path), as: UTF8.self))
  }

  /// What the gateway gathers before the gates judge.
  func evidence() throws -> CertificateEvidence {
    let tbs = try TBSCertificate(der: tbs)
    let subjectKey = KeyFacts(examining: tbs.subjectPublicKeyInfo)
    let issuerKey = try KeyFacts(issuer.tbsCertificate.subjectPublicKeyInfo)
    guard let serial = Evidence.SerialNumber(magnitude: tbs.serialNumber.bytes) else {
      throw Unusable(description: "one.jsonl has a serial number that nobody can reserve")
    }
    let hour = now.adding(seconds: 3600)
    let reservation = SerialReservation(
      serial: serial, issuer: "p256", requester: "pipeline", subjectKey: nil, reservedAt: now, expires: hour)
    return CertificateEvidence(
      request: request, tbs: tbs, subjectKey: subjectKey,
      issuer: IssuerFacts(certificate: issuer.tbsCertificate, publicKey: issuerKey),
      issuerKey: KeyIdentity(ckaID: [1], spkiSHA256: issuerKey.spkiSHA256),
      csr: CSRFacts(publicKey: tbs.subjectPublicKeyInfo.derBytes, signatureVerified: .yes),
      attestedKey: attestedKey(subjectKey), device: device,
      requester: Requester(
        id: "pipeline", certificateSHA256: Hash.digest([]), issuers: ["p256"], policies: [.qcpNQSCD]),
      registers: RegisterAnswers(serial: .reserved(reservation)), previous: nil, precertificateSHA256: nil,
      process: process, precertificateVerified: .unknown, demo: true, terms: JudgingTerms(baseline: .etsi2026),
      now: now)
  }

  /// The application of the request, its signatures checked against the officers of the demonstration.
  private static func process(_ request: SigningRequest, folder: String) throws -> ProcessEvidence {
    let document = try ApplicationDocument(json: request.application)
    let people: [(id: String, role: Officer.Role)] = [("officer-07", .registrationOfficer), ("approver-03", .approver)]
    let officers = try people.map { person in
      let pem = String(decoding: try InputFile.read("\(folder)/operator/\(person.id).pub"), as: UTF8.self)
      return try RegisteredOfficer(
        id: person.id, roles: [person.role], pem: pem, validFrom: Instant(seconds: 0),
        validUntil: Instant(seconds: .max))
    }
    let service = try ServiceDocument(yaml: try InputFile.read("\(folder)/service.yaml"))
    let subject = try TBSCertificate(der: request.tbsCertificate).subject
    return ProcessEvidence(
      application: document.application, registrationSHA256: document.registrationSHA256,
      subjectSHA256: Hash.digest(subject.derBytes), alternativeNamesSHA256: nil,
      signatures: OfficerRegister(officers).check(document), service: service.description)
  }

  private func attestedKey(_ key: KeyFacts) -> AttestedKey {
    let attributes = KeyAttributes(
      device: identity, tokenLabel: "bench", hardwareSlot: .yes, spki: key.spki, local: .yes, sensitive: .yes,
      alwaysSensitive: .yes, neverExtractable: .yes, extractable: .no, generationMechanism: 0x1040, readAt: now)
    return PKCS11Attributes(readLive: attributes).appraise()
  }

  private let identity = DeviceIdentity(
    manufacturer: "SoftHSM project", model: "SoftHSM v2", serial: "1", hardwareVersion: "2.6", firmwareVersion: "2.6")

  private var device: DeviceRecord {
    DeviceRecord(
      id: "bench", kind: .qscd, vendor: identity.manufacturer, model: identity.model,
      hardware: [identity.hardwareVersion], firmware: [identity.firmwareVersion], purpose: .both, management: .user,
      certificate: DeviceCertificate(
        reference: "none", body: "none", issued: now.adding(seconds: -3600), expires: now.adding(seconds: 3600),
        status: .certified),
      confinesCopies: true, source: "none", reviewedBy: "nobody", reviewedAt: now, demo: true)
  }
}
