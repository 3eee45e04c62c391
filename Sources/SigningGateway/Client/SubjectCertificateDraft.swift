internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Builds the to-be-signed certificate that a CA pipeline asks the gateway to sign.
///
/// The gateway takes none of this on trust: it parses the bytes again and judges them.
struct SubjectCertificateDraft {
  let plan: CertificateContentPlan
  let policy: CertificatePolicy
  let issuer: Certificate
  let key: SubjectPublicKeyInfo

  /// - Parameters:
  ///   - serial: as the gateway reserved it.
  ///   - now: the beginning of the validity, to the second.
  /// Returns nil where the validity leaves the years that a certificate can name.
  func tbsCertificate(serial: Evidence.SerialNumber, at now: Instant) throws(X509Error) -> TBSCertificate? {
    let start = now.seconds
    // The validity includes both ends (RFC 5280, 4.1.2.5), so that 365 days end one second earlier.
    let end = now.adding(seconds: plan.validityDays * 86400 - 1).seconds
    guard let notBefore = Time(secondsSinceEpoch: start), let notAfter = Time(secondsSinceEpoch: end) else {
      return nil
    }
    return try TBSCertificate(
      serialNumber: X509.SerialNumber(magnitude: serial.magnitude), signature: signatureAlgorithm(),
      issuer: issuer.tbsCertificate.subject, validity: Validity(notBefore: notBefore, notAfter: notAfter),
      subject: Name(plan.subject), subjectPublicKeyInfo: key, extensions: extensions())
  }

  /// What suits the issuer's key: the hash is as strong as the curve.
  private func signatureAlgorithm() -> AlgorithmIdentifier {
    let spki = issuer.tbsCertificate.subjectPublicKeyInfo.algorithm
    return switch (spki.algorithm, spki.namedCurve) {
    case (.rsaEncryption, _): .sha256WithRSAEncryption
    case (.ed25519, _): .ed25519
    case (_, .p384), (_, .brainpoolP384r1): .ecdsaWithSHA384
    case (_, .p521), (_, .brainpoolP512r1): .ecdsaWithSHA512
    default: .ecdsaWithSHA256
    }
  }

  private func extensions() -> [Extension] {
    var list: [Extension] = []
    list.append(Extension(AuthorityKeyIdentifier(keyIdentifier: issuerKeyIdentifier), critical: false))
    list.append(Extension(SubjectKeyIdentifier(key.keyIdentifier), critical: false))
    list.append(Extension(plan.keyUsage, critical: true))
    if let oid = ObjectIdentifier(policy.dottedOID) {
      list.append(Extension(CertificatePolicies([PolicyInformation(oid)]), critical: false))
    }
    let access =
      plan.responders.map { AccessDescription(method: .ocspAccess, location: .uri($0)) }
      + plan.issuerCertificates.map { AccessDescription(method: .caIssuersAccess, location: .uri($0)) }
    if !access.isEmpty { list.append(Extension(AuthorityInformationAccess(access), critical: false)) }
    if !plan.crls.isEmpty {
      // Several addresses of one list are one point with several names (RFC 5280, 4.2.1.13).
      let point = DistributionPoint(name: .fullName(plan.crls.map(GeneralName.uri)))
      list.append(Extension(CRLDistributionPoints([point]), critical: false))
    }
    if !plan.statements.isEmpty { list.append(Extension(QCStatements(plan.statements), critical: false)) }
    return list
  }

  /// What the issuer calls its key.
  private var issuerKeyIdentifier: [UInt8] {
    let named = issuer.tbsCertificate.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    return named ?? issuer.tbsCertificate.subjectPublicKeyInfo.keyIdentifier
  }
}
