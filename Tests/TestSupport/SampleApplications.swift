import Cryptography
public import Evidence
public import PolicyGates
import X509

/// An application in the making, with the certificate that it is for: every process rule admits it until a test changes
/// one thing.
public struct SampleProcess: Sendable {
  public var policy: CertificatePolicy
  public var certificate: SampleCertificate
  public var event = LifecycleEvent.initial
  public var isThere = true
  public var application: IssuanceApplication
  public var signatures: [ProcessSignature]
  public var csr: CSRFacts? = CSRFacts(publicKey: SampleKey.subject.info.derBytes, signatureVerified: .yes)
  public var service = ServiceDescription.sample
  public var requester: String? = "ra-1"
  public var demo = false
  /// The order by which the gateway made the key.
  public var enrolment: Digest?
  /// What the certificate is for, where that is not the policy.
  public var purpose: CertificatePurpose?
  public var now = Sample.now

  public init(_ policy: CertificatePolicy = .qcpNQSCD, certificate: SampleCertificate? = nil) {
    self.policy = policy
    self.certificate = certificate ?? .subject(policy)
    application = .sample(policy)
    application.processing?.approvals = []
    signatures = []
    bind()
  }

  /// Makes application and signatures say again what the certificate now is.
  public mutating func bind() {
    let (subject, names) = (subjectSHA256, alternativeNamesSHA256)
    application.registration?.attributesSHA256 = subject
    application.registration?.alternativeNamesSHA256 = names
    let approvers = [CertificatePolicy.evcp, .qevcpW].contains(policy) ? ["approver-1", "approver-2"] : ["approver-1"]
    let approvals = approvers.map {
      Approval(
        approver: $0, at: Sample.now.adding(seconds: -600), policy: policy, event: event,
        registrationSHA256: SampleProcess.registrationSHA256, subjectKeySHA256: certificate.key.facts.spkiSHA256)
    }
    application.processing?.approvals = approvals
    signatures = [.sample(.registration, "officer-1")]
    for (index, approver) in approvers.enumerated() { signatures.append(.sample(.approval(index), approver)) }
  }

  public static let registrationSHA256 = Hash.digest(Array("registration".utf8))

  public var subjectSHA256: Digest { Hash.digest(Name(certificate.subject).derBytes) }

  public var alternativeNamesSHA256: Digest? {
    certificate.extensions.first { $0.oid == SubjectAlternativeName.oid }.map { Hash.digest($0.value) }
  }

  /// What a gateway gathers of it.
  public var evidence: ProcessEvidence {
    ProcessEvidence(
      application: isThere ? application : nil, registrationSHA256: SampleProcess.registrationSHA256,
      subjectSHA256: subjectSHA256, alternativeNamesSHA256: alternativeNamesSHA256, signatures: signatures,
      service: service, enrolmentSHA256: enrolment)
  }

  public func facts() throws -> ProcessFacts {
    ProcessFacts(
      application: isThere ? application : nil, registrationSHA256: SampleProcess.registrationSHA256,
      subjectSHA256: subjectSHA256, alternativeNamesSHA256: alternativeNamesSHA256, signatures: signatures,
      event: event,
      content: CertificateContent(
        purpose: purpose ?? .subject(policy), tbs: try certificate.tbs(), subjectKey: certificate.key.facts, demo: demo,
        issuedAt: now),
      csr: csr, service: service, requester: requester, now: now, enrolmentSHA256: enrolment)
  }
}

extension ProcessSignature {
  /// One that verifies, by an officer of the register.
  public static func sample(_ part: Part, _ signer: String) -> ProcessSignature {
    ProcessSignature(part: part, signer: signer, format: .jws, officer: Officer.sample(signer), verified: .yes)
  }
}

extension Officer {
  /// `officer-…` registers, `approver-…` approves; nobody else is known.
  public static func sample(_ id: String) -> Officer? {
    let roles: Set<Role>
    switch id.split(separator: "-").first {
    case "officer": roles = [.registrationOfficer]
    case "approver": roles = [.approver]
    default: return nil
    }
    return Officer(
      id: id, roles: roles, keySHA256: Hash.digest(Array(id.utf8)), validFrom: Sample.instant("2026-01-01"),
      validUntil: Sample.instant("2027-12-31"))
  }
}

extension Sample {
  public static func instant(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("no time: \(text)") }
    return instant
  }

  public static let termsSHA256 = Hash.digest(Array("terms".utf8))
}

extension ServiceDescription {
  /// CRLs and OCSP; physical presence, an equivalent remote method, and domain control.
  public static let sample = ServiceDescription(
    status: StatusServices(crl: true, ocsp: true),
    practices: Practices(
      methods: [
        IdentificationMethod(
          id: "in-person", kinds: Set(SubjectKind.allCases), isPhysicalPresence: true, isRemote: false,
          identMethod: "0.4.0.1862.1.8.3", from: Sample.instant("2025-01-01"), until: nil),
        IdentificationMethod(
          id: "video", kinds: [.naturalPerson], isPhysicalPresence: false, isRemote: true,
          identMethod: "0.4.0.1862.1.8.3", from: Sample.instant("2025-01-01"), until: nil),
        IdentificationMethod(
          id: "old-video", kinds: [.naturalPerson], isPhysicalPresence: false, isRemote: true, identMethod: nil,
          from: Sample.instant("2024-01-01"), until: Sample.instant("2026-06-01")),
      ],
      terms: [
        TermsVersion(
          version: "2026-09", sha256: Sample.termsSHA256, from: Sample.instant("2026-09-01"), until: nil,
          policies: Set(CertificatePolicy.allCases), statesEUQualified: true, requiresDevice: false)
      ],
      reuseDays: 365, acceptanceDays: 30, listCheckDays: 7, registrationAuthorities: ["external-ra"]))
}
