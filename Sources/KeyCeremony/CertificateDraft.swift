internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// A certificate that a step will make, as far as it is known before the key is: times and issuer are settled.
struct CertificateDraft: Sendable {
  enum Issuer: Sendable {
    case itself
    case certificate(Certificate)
  }

  let profile: CertificateProfile
  let issuer: Issuer
  let notBefore: Instant
  let notAfter: Instant

  init(_ profile: CertificateProfile, issuer: Issuer, now: Instant) {
    self.profile = profile
    self.issuer = issuer
    (notBefore, notAfter) = profile.validity.resolved(now: now)
  }

  /// What is to be signed. Throws where the times have no spelling in X.509.
  func tbs(serial: Evidence.SerialNumber, key: SubjectPublicKeyInfo) throws(CeremonyError) -> TBSCertificate {
    guard let first = Time(secondsSinceEpoch: notBefore.seconds), let last = Time(secondsSinceEpoch: notAfter.seconds)
    else {
      throw CeremonyError(.refused, "the validity from \(notBefore) until \(notAfter) has no spelling in X.509")
    }
    let subject = Name(profile.subject)
    do {
      return try TBSCertificate(
        serialNumber: X509.SerialNumber(magnitude: serial.magnitude),
        signature: SignatureAlgorithms.algorithmIdentifier(for: profile.signature.scheme),
        issuer: issuerName ?? subject, validity: X509.Validity(notBefore: first, notAfter: last), subject: subject,
        subjectPublicKeyInfo: key, extensions: extensions(key))
    } catch {
      throw CeremonyError(.refused, "the certificate cannot be built: \(error)")
    }
  }

  private var issuerName: Name? {
    if case .certificate(let certificate) = issuer { certificate.tbsCertificate.subject } else { nil }
  }

  /// Critical are those that RFC 5280 wants critical in a CA certificate (4.2.1.3, 4.2.1.9), and no other.
  private func extensions(_ key: SubjectPublicKeyInfo) -> [Extension] {
    var list = [
      Extension(BasicConstraints(isCA: true, pathLength: profile.pathLength), critical: true),
      Extension(KeyUsage(profile.keyUsage), critical: true),
      Extension(SubjectKeyIdentifier(key.keyIdentifier), critical: false),
    ]
    if let issuerKeyIdentifier {
      list.append(Extension(AuthorityKeyIdentifier(keyIdentifier: issuerKeyIdentifier), critical: false))
    }
    let policies = profile.policies.map { PolicyInformation($0) }
    if !policies.isEmpty { list.append(Extension(CertificatePolicies(policies), critical: false)) }
    // Several addresses of one list are one point with several names (RFC 5280, 4.2.1.13).
    if !profile.crlURLs.isEmpty {
      let point = DistributionPoint(name: .fullName(profile.crlURLs.map(GeneralName.uri)))
      list.append(Extension(CRLDistributionPoints([point]), critical: false))
    }
    let access =
      profile.ocspURLs.map { AccessDescription(method: .ocspAccess, location: .uri($0)) }
      + profile.caIssuersURLs.map { AccessDescription(method: .caIssuersAccess, location: .uri($0)) }
    if !access.isEmpty { list.append(Extension(AuthorityInformationAccess(access), critical: false)) }
    return list
  }

  /// What the issuer calls its key. RFC 5280, 4.2.1.1 lets a self-signed certificate go without.
  private var issuerKeyIdentifier: [UInt8]? {
    guard case .certificate(let certificate) = issuer else { return nil }
    let named = certificate.tbsCertificate.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    return named ?? certificate.tbsCertificate.subjectPublicKeyInfo.keyIdentifier
  }
}

extension TBSCertificate {
  /// The bytes with the key's traces taken out and another key's put in.
  ///
  /// Where only the key differs between two certificates, this gives the bytes of the other one.
  func replacingKey(with key: SubjectPublicKeyInfo) throws(X509Error) -> [UInt8] {
    let identifier = Extension(SubjectKeyIdentifier(key.keyIdentifier), critical: false)
    return try TBSCertificate(
      version: version, serialNumber: serialNumber, signature: signature, issuer: issuer, validity: validity,
      subject: subject, subjectPublicKeyInfo: key, issuerUniqueID: issuerUniqueID, subjectUniqueID: subjectUniqueID,
      extensions: extensions.map { $0.oid == identifier.oid ? identifier : $0 }
    ).derBytes
  }
}

extension Name {
  /// C, O, organizationIdentifier, CN: each once and in this order.
  fileprivate init(_ subject: CertificateProfile.Subject) {
    // The reader took two capital letters, which PrintableString has.
    let country = CharacterString(.printable, subject.country) ?? CharacterString(utf8: subject.country)
    var attributes = [
      AttributeTypeAndValue(.countryName, country),
      AttributeTypeAndValue(.organizationName, CharacterString(utf8: subject.organization)),
    ]
    if let identifier = subject.organizationIdentifier {
      attributes.append(AttributeTypeAndValue(.organizationIdentifier, CharacterString(utf8: identifier)))
    }
    attributes.append(AttributeTypeAndValue(.commonName, CharacterString(utf8: subject.commonName)))
    self.init(attributes)
  }
}

extension KeyUsage {
  fileprivate init(_ usages: [CertificateProfile.KeyUsage]) {
    self = []
    for usage in usages {
      switch usage {
      case .keyCertSign: insert(.keyCertSign)
      case .crlSign: insert(.cRLSign)
      case .digitalSignature: insert(.digitalSignature)
      }
    }
  }
}
