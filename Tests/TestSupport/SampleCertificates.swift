public import DER
public import Evidence
public import X509

/// A to-be-signed certificate in the making: a valid one to start from, of which a test changes one thing.
public struct SampleCertificate: Sendable {
  public var version = TBSCertificate.Version.v3
  public var serial = hexBytes("4d3a1b2c3d4e5f60718293a4b5c6d7e8")
  public var signature = AlgorithmIdentifier.ecdsaWithSHA256
  public var issuer = Sample.issuingName
  public var notBefore = Sample.time("2026-11-20T12:00:00Z")
  public var notAfter = Sample.time("2028-11-20T11:59:59Z")
  public var subject = Sample.personName
  /// The subject in other parts than one for each attribute.
  public var relativeNames: [[AttributeTypeAndValue]]?
  public var key = SampleKey.subject
  public var issuerUniqueID: BitString?
  public var extensions: [Extension] = []

  /// Puts an extension in the place of the one of its type, or at the end.
  public mutating func set(_ value: some CertificateExtension, critical: Bool = false) {
    set(Extension(value, critical: critical))
  }

  public mutating func set(_ item: Extension) {
    if let index = extensions.firstIndex(where: { $0.oid == item.oid }) {
      extensions[index] = item
    } else {
      extensions.append(item)
    }
  }

  public mutating func remove<Value: CertificateExtension>(_ type: Value.Type) {
    extensions.removeAll { $0.oid == type.oid }
  }

  /// An extension of a known type with bytes that are none of it.
  public mutating func damage<Value: CertificateExtension>(_ type: Value.Type, critical: Bool = false) {
    set(Extension(oid: type.oid, critical: critical, value: [0x05, 0x01]))
  }

  /// Changes the list of statements.
  public mutating func statements(_ change: (inout [QCStatement]) -> Void) {
    var list = extensions.extensionValue(QCStatements.self).value?.statements ?? []
    change(&list)
    set(QCStatements(list))
  }

  /// Takes attributes of a type out of the subject's name and puts others in.
  public mutating func subject(_ type: ObjectIdentifier, _ values: String...) {
    subject.removeAll { $0.type == type }
    subject += values.map { Sample.attribute(type, $0) }
  }

  public func tbs() throws -> TBSCertificate {
    try TBSCertificate(
      version: version, serialNumber: X509.SerialNumber(magnitude: serial), signature: signature, issuer: Name(issuer),
      validity: Validity(notBefore: notBefore, notAfter: notAfter),
      subject: relativeNames.map { Name(rdns: $0) } ?? Name(subject),
      subjectPublicKeyInfo: key.info, issuerUniqueID: issuerUniqueID, extensions: extensions)
  }
}

extension SampleCertificate {
  /// A valid certificate; of whom, where the policy leaves it open, the caller may say.
  public static func subject(
    _ policy: CertificatePolicy = .qcpNQSCD, _ kind: SubjectKind? = nil
  ) -> SampleCertificate {
    if let website = website(policy) { return website }
    let kind = kind ?? .sample(policy)
    var sample = SampleCertificate()
    sample.subject = Sample.name(of: kind)
    let statements: [QCStatement] =
      [.compliance] + (policy.requiresQSCD ? [.sscd] : []) + [
        .type([kind == .legalPerson ? .qcTypeESeal : .qcTypeESign]),
        .pds([QCPDSLocation(url: "https://demo.example/pds_en.pdf", language: "en")]),
      ]
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.issuing.identifier))
    sample.set(SubjectKeyIdentifier(SampleKey.subject.identifier))
    sample.set(KeyUsage.nonRepudiation, critical: true)
    if let oid = ObjectIdentifier(policy.dottedOID) { sample.set(CertificatePolicies([PolicyInformation(oid)])) }
    sample.set(CRLDistributionPoints([DistributionPoint(uri: "http://demo.example/issuing.crl")]))
    sample.set(Sample.access)
    if policy.isQualified { sample.set(QCStatements(statements)) }
    return sample
  }

  /// A short-term certificate as EN 319 412-1 has it: nothing tells of a revocation, and it says so.
  public static func shortTerm() -> SampleCertificate {
    var sample = subject()
    sample.notAfter = Sample.time("2026-11-21T11:00:00Z")
    sample.remove(CRLDistributionPoints.self)
    sample.set(AuthorityInformationAccess([Sample.access.descriptions[0]]))
    sample.set(ValidityAssuredShortTerm())
    sample.set(NoRevAvail())
    return sample
  }

  public static func issuingCA() -> SampleCertificate {
    var sample = SampleCertificate()
    sample.signature = .ecdsaWithSHA384
    sample.issuer = Sample.rootName
    sample.subject = Sample.issuingName
    sample.notBefore = Sample.time("2026-11-20T11:30:00Z")
    sample.notAfter = Sample.time("2034-11-20T11:29:59Z")
    sample.key = .issuing
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.root.identifier))
    sample.set(SubjectKeyIdentifier(SampleKey.issuing.identifier))
    sample.set([.keyCertSign, .cRLSign] as KeyUsage, critical: true)
    sample.set(CertificatePolicies([PolicyInformation(.anyPolicy)]))
    sample.set(BasicConstraints(isCA: true, pathLength: 0), critical: true)
    sample.set(CRLDistributionPoints([DistributionPoint(uri: "http://demo.example/root.crl")]))
    sample.set(Sample.access)
    return sample
  }

  public static func rootCA() -> SampleCertificate {
    var sample = SampleCertificate()
    sample.signature = .ecdsaWithSHA384
    sample.issuer = Sample.rootName
    sample.subject = Sample.rootName
    sample.notBefore = Sample.time("2026-11-20T11:15:00Z")
    sample.notAfter = Sample.time("2046-11-20T11:14:59Z")
    sample.key = .root
    sample.set(SubjectKeyIdentifier(SampleKey.root.identifier))
    sample.set([.keyCertSign, .cRLSign] as KeyUsage, critical: true)
    sample.set(BasicConstraints(isCA: true), critical: true)
    return sample
  }
}

/// What samples are made of.
public enum Sample {
  /// When all samples are judged.
  public static let now = Instant(seconds: 1_795_176_000)

  public static let rootName = authority("Example Root CA")
  public static let issuingName = authority("Example Issuing CA")
  public static let personName = [
    attribute(.countryName, "DE"), attribute(.commonName, "Erika Mustermann"), attribute(.givenName, "Erika"),
    attribute(.surname, "Mustermann"), attribute(.serialNumber, "PNODE-1234567890"),
  ]
  public static let organisationName = [
    attribute(.countryName, "DE"), attribute(.organizationName, "Example Works GmbH"),
    attribute(.organizationIdentifier, "NTRDE-HRB654321"), attribute(.commonName, "Example Works"),
  ]
  public static let deviceName = [
    attribute(.countryName, "DE"), attribute(.organizationName, "Example Works GmbH"),
    attribute(.commonName, "Example device 1"),
  ]
  public static let access = AuthorityInformationAccess([
    AccessDescription(method: .caIssuersAccess, location: .uri("http://demo.example/issuing.cer")),
    AccessDescription(method: .ocspAccess, location: .uri("http://demo.example/ocsp")),
  ])

  public static func name(of kind: SubjectKind) -> [AttributeTypeAndValue] {
    switch kind {
    case .legalPerson: organisationName
    case .device: deviceName
    case .naturalPerson, .website: personName
    }
  }

  /// PrintableString where X.520 wants it, else UTF8String.
  public static func attribute(_ type: ObjectIdentifier, _ text: String) -> AttributeTypeAndValue {
    let isPrintable = [.countryName, .serialNumber, .jurisdictionCountry].contains(type)
    let string = isPrintable ? CharacterString(.printable, text) : nil
    return AttributeTypeAndValue(type, string ?? CharacterString(utf8: text))
  }

  /// The time that a text in RFC 3339 says. A text that says none, or an encoding that cannot carry it, is our mistake.
  public static func time(_ text: String, encoding: Time.Encoding? = nil) -> Time {
    guard let instant = Instant(text), let time = Time(secondsSinceEpoch: instant.seconds, encoding: encoding) else {
      preconditionFailure("no time: \(text)")
    }
    return time
  }

  private static func authority(_ name: String) -> [AttributeTypeAndValue] {
    [
      attribute(.countryName, "DE"), attribute(.organizationName, "Example Trust GmbH"),
      attribute(.organizationIdentifier, "NTRDE-HRB123456"), attribute(.commonName, name),
    ]
  }
}
