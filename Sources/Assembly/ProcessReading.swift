public import Applications
internal import Cryptography
public import Evidence
public import PolicyGates
public import X509

extension CSRFacts {
  /// A signature that cannot be checked proves nothing and disproves nothing.
  public init(examining request: CertificationRequest) {
    let verified: Truth
    do { verified = try request.provesPossession() ? .yes : .no } catch { verified = .unknown }
    self.init(publicKey: request.subjectPublicKeyInfo.derBytes, signatureVerified: verified)
  }
}

extension ProcessEvidence {
  /// What an application says beside the certificate that it is for, with its signatures checked.
  public init(
    _ document: ApplicationDocument, for tbs: TBSCertificate, officers: OfficerRegister, service: ServiceDescription,
    enrolment: Digest? = nil
  ) {
    let names = tbs.extensions.first { $0.oid == SubjectAlternativeName.oid }
    self.init(
      application: document.application, registrationSHA256: document.registrationSHA256,
      subjectSHA256: Hash.digest(tbs.subject.derBytes), alternativeNamesSHA256: names.map { Hash.digest($0.value) },
      signatures: officers.check(document), service: service, enrolmentSHA256: enrolment)
  }
}
