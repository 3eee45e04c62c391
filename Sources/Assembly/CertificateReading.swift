public import Applications
public import Attestation
internal import Cryptography
internal import DER
internal import Documents
public import Evidence
public import PolicyGates
public import X509

/// What a request for a certificate says, read. It judges nothing: what is absent stays absent, and a gate refuses it.
public struct CertificateReading: Sendable {
  public let request: SigningRequest
  public let tbs: TBSCertificate
  public let subjectKey: KeyFacts
  public let csr: CSRFacts?
  public let application: ApplicationDocument
  /// The certificate before, as the request shows it.
  public let previous: PreviousCertificate?
  /// The evidence of the key's origin that came along, in the request's body or inside the CSR; not appraised yet.
  public let statements: [Statement]
  /// The same of the device where the key was generated.
  public let sourceStatement: Statement?

  /// Throws where the outer syntax of a member cannot be read, or the application is not of its published form.
  public init(_ request: SigningRequest) throws(AssemblyError) {
    self.request = request
    do { tbs = try TBSCertificate(der: request.tbsCertificate) } catch {
      throw .malformed(.tbsCertificate, problem: "\(error)")
    }
    let certificationRequest = try request.csr.map(CertificateReading.certificationRequest)
    csr = certificationRequest.map { CSRFacts(examining: $0) }
    application = try CertificateReading.application(request.application)
    previous = try request.previousCertificate.map(CertificateReading.previous)
    let sent = try CertificateReading.received(request.attestation, .attestation)
    let carried = try certificationRequest.map(CertificateReading.carried) ?? []
    guard sent == nil || carried.isEmpty else {
      throw .malformed(.attestation, problem: "the csr carries evidence too; one place is enough")
    }
    statements = sent.map { [$0] } ?? carried
    sourceStatement = try CertificateReading.received(request.sourceAttestation, .sourceAttestation)
    subjectKey = KeyFacts(examining: tbs.subjectPublicKeyInfo)
  }

  /// Nil where the TBS's serial number is none that the register can hold.
  public var serial: Evidence.SerialNumber? { CertificateReading.number(tbs) }

  /// The same of the certificate before; nil where there is none too.
  public var previousSerial: Evidence.SerialNumber? { previous.flatMap { CertificateReading.number($0.tbs) } }

  private static func number(_ tbs: TBSCertificate) -> Evidence.SerialNumber? {
    guard tbs.serialNumber.isPositive else { return nil }
    return Evidence.SerialNumber(magnitude: tbs.serialNumber.bytes)
  }

  private static func previous(_ der: [UInt8]) throws(AssemblyError) -> PreviousCertificate {
    do {
      let tbs = try Certificate(der: der).tbsCertificate
      return PreviousCertificate(
        tbs: tbs, sha256: Hash.digest(der), nameForm: NameForm.digest(of: tbs.subject))
    } catch {
      throw .malformed(.previousCertificate, problem: "\(error)")
    }
  }

  private static func certificationRequest(_ der: [UInt8]) throws(AssemblyError) -> CertificationRequest {
    do { return try CertificationRequest(der: der) } catch { throw .malformed(.csr, problem: "\(error)") }
  }

  private static func carried(by request: CertificationRequest) throws(AssemblyError) -> [Statement] {
    do { return try CSRAttestation.statements(in: request) } catch {
      throw .malformed(.csr, problem: error.description)
    }
  }

  private static func application(_ bytes: [UInt8]) throws(AssemblyError) -> ApplicationDocument {
    do { return try ApplicationDocument(json: bytes) } catch {
      throw .application(path: error.path ?? "$", problem: error.problem)
    }
  }

  private static func received(_ bytes: [UInt8]?, _ name: EvidenceName) throws(AssemblyError) -> Statement? {
    guard let bytes else { return nil }
    guard let document = JSONValue(canonical: bytes) else { throw .malformed(name, problem: "it is no canonical JSON") }
    do { return try Statement(json: document) } catch { throw .malformed(name, problem: error.description) }
  }
}
