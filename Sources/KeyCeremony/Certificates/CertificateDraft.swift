internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import X509

/// A certificate that a step will make, as far as it is known before the key is: times and names are settled.
struct CertificateDraft: Sendable {
  let kind: CACertificateEvidence.Kind
  let profile: CertificateProfile
  let plan: CAPlan
  /// Nil where it signs itself.
  let issuer: DraftIssuer?
  let notBefore: Instant
  let notAfter: Instant

  init(
    _ profile: CertificateProfile, kind: CACertificateEvidence.Kind, plan: CAPlan, issuer: DraftIssuer?, now: Instant
  ) {
    self.kind = kind
    self.profile = profile
    self.plan = plan
    self.issuer = issuer
    (notBefore, notAfter) = profile.validity.resolved(now: now)
  }

  /// The same with the certificates of this ceremony that were not made when it was drafted.
  func settled(issuer: DraftIssuer?, existing: DraftIssuer?) -> CertificateDraft {
    CertificateDraft(self, issuer: issuer, existing: existing)
  }

  private init(_ draft: CertificateDraft, issuer: DraftIssuer?, existing: DraftIssuer?) {
    kind = draft.kind
    profile = draft.profile
    let before = draft.plan
    plan = CAPlan(
      isForWebsites: before.isForWebsites, isAffiliated: before.isAffiliated,
      existing: existing?.tbs ?? before.existing, isKeyElsewhere: before.isKeyElsewhere,
      possession: before.possession == .yes ? .yes : existing?.possession ?? before.possession)
    self.issuer = issuer
    notBefore = draft.notBefore
    notAfter = draft.notAfter
  }

  /// What is to be signed. Throws where the times have no spelling in X.509.
  func tbs(serial: Evidence.SerialNumber, key: SubjectPublicKeyInfo) throws(CeremonyError) -> TBSCertificate {
    guard let first = Time(secondsSinceEpoch: notBefore.seconds), let last = Time(secondsSinceEpoch: notAfter.seconds)
    else {
      throw CeremonyError(.refused, "the validity from \(notBefore) until \(notAfter) has no spelling in X.509")
    }
    do {
      return try TBSCertificate(
        serialNumber: X509.SerialNumber(magnitude: serial.magnitude),
        signature: SignatureAlgorithms.algorithmIdentifier(for: profile.signature.scheme),
        issuer: issuer?.tbs.subject ?? subject, validity: X509.Validity(notBefore: first, notAfter: last),
        subject: subject, subjectPublicKeyInfo: key, extensions: extensions(key))
    } catch {
      throw CeremonyError(.refused, "the certificate cannot be built: \(error)")
    }
  }

  /// A cross-certificate names the CA byte for byte as its own does, and whoever signs lists for a CA does so in its name.
  var subject: Name {
    if let existing = plan.existing { return existing.subject }
    return profile.subject.map { Name($0) } ?? issuer?.tbs.subject ?? Name([])
  }

  /// Critical are those that RFC 5280 wants critical in a CA certificate (4.2.1.3, 4.2.1.9 and on), and no other.
  private func extensions(_ key: SubjectPublicKeyInfo) -> [Extension] {
    var list: [Extension] = []
    if kind != .ocspResponder, kind != .crlSigner {
      list.append(Extension(BasicConstraints(isCA: true, pathLength: profile.pathLength), critical: true))
    }
    list.append(Extension(KeyUsage(profile.keyUsage), critical: true))
    list.append(Extension(SubjectKeyIdentifier(keyIdentifier(key)), critical: false))
    if let issuer {
      list.append(Extension(AuthorityKeyIdentifier(keyIdentifier: issuer.keyIdentifier), critical: false))
    }
    if !profile.purposes.isEmpty {
      list.append(Extension(ExtendedKeyUsage(profile.purposes.map(\.identifier)), critical: false))
    }
    if kind == .ocspResponder { list.append(Extension(OCSPNoCheck(), critical: false)) }
    return list + constraints + addresses
  }

  private func keyIdentifier(_ key: SubjectPublicKeyInfo) -> [UInt8] {
    let existing = plan.existing?.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    return existing ?? key.keyIdentifier
  }

  private var constraints: [Extension] {
    var list: [Extension] = []
    if !profile.policies.isEmpty {
      list.append(Extension(CertificatePolicies(profile.policies.map(\.information)), critical: false))
    }
    if let skip = profile.inhibitAnyPolicy {
      list.append(Extension(InhibitAnyPolicy(skipCertificates: skip), critical: true))
    }
    if let constraints = profile.names.constraints { list.append(Extension(constraints, critical: true)) }
    return list
  }

  private var addresses: [Extension] {
    var list: [Extension] = []
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
}

/// The certificate of who signs: a file's, or one that is made in the same ceremony and has a placeholder until then.
struct DraftIssuer: Sendable {
  let tbs: TBSCertificate
  /// Nil for a placeholder.
  let certificate: Certificate?

  init(_ certificate: Certificate) {
    tbs = certificate.tbsCertificate
    self.certificate = certificate
  }

  init(placeholder tbs: TBSCertificate) {
    self.tbs = tbs
    certificate = nil
  }

  /// Whether its own key signed it; what is not made yet will be, or the gates refuse it then.
  var possession: Truth { certificate?.selfSigned ?? (tbs.issuer == tbs.subject ? .yes : .unknown) }

  /// What the issuer calls its key.
  var keyIdentifier: [UInt8] {
    tbs.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier ?? tbs.subjectPublicKeyInfo.keyIdentifier
  }
}

extension TBSCertificate {
  /// The bytes with the traces of the key and of the issuer's taken out and another certificate's put in.
  ///
  /// Where only the keys differ between two certificates, this gives the bytes of the other one.
  func replacingKeys(with other: TBSCertificate) throws(X509Error) -> [UInt8] {
    let traces = [SubjectKeyIdentifier.oid, AuthorityKeyIdentifier.oid]
    return try TBSCertificate(
      version: version, serialNumber: serialNumber, signature: signature, issuer: issuer, validity: validity,
      subject: subject, subjectPublicKeyInfo: other.subjectPublicKeyInfo, issuerUniqueID: issuerUniqueID,
      subjectUniqueID: subjectUniqueID,
      extensions: extensions.map { item in
        traces.contains(item.oid) ? other.extensions.first { $0.oid == item.oid } ?? item : item
      }
    ).derBytes
  }
}

extension Name {
  /// C, O, organizationIdentifier, CN: each once and in this order.
  init(_ subject: SubjectName) {
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
  init(_ usages: [CertificateProfile.KeyUsage]) {
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
