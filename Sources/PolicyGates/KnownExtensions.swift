internal import DER
internal import X509

/// An extension whose meaning this build knows.
struct KnownExtension: Sendable {
  let oid: ObjectIdentifier
  let name: String
  /// What is wrong with its value, if it is there.
  let defect: @Sendable (CertificateContent) -> X509Error?
  /// Decodes it: an `ExtensionValue` of its type.
  let decode: @Sendable (TBSCertificate) -> any Sendable

  private init<Value: CertificateExtension>(_ name: String, _ type: Value.Type) {
    oid = type.oid
    self.name = name
    defect = { content in
      if case .malformed(let error, _) = content.extensionValue(type) { error } else { nil }
    }
    decode = { $0.extensionValue(type) }
  }

  /// A path for findings: by name where there is one.
  static func field(_ oid: ObjectIdentifier) -> String { "extensions." + (name(oid) ?? "\(oid)") }

  /// Everything known that a certificate has, decoded once: over a hundred rules look at it.
  static func decode(_ tbs: TBSCertificate) -> [ObjectIdentifier: any Sendable] {
    let there = Set(tbs.extensions.map(\.oid))
    return Dictionary(uniqueKeysWithValues: all.filter { there.contains($0.oid) }.map { ($0.oid, $0.decode(tbs)) })
  }

  static func name(_ oid: ObjectIdentifier) -> String? { names[oid] }

  static let all: [KnownExtension] = [
    KnownExtension("authorityKeyIdentifier", AuthorityKeyIdentifier.self),
    KnownExtension("subjectKeyIdentifier", SubjectKeyIdentifier.self),
    KnownExtension("keyUsage", KeyUsage.self),
    KnownExtension("certificatePolicies", CertificatePolicies.self),
    KnownExtension("policyMappings", PolicyMappings.self),
    KnownExtension("subjectAltName", SubjectAlternativeName.self),
    KnownExtension("issuerAltName", IssuerAlternativeName.self),
    KnownExtension("subjectDirectoryAttributes", SubjectDirectoryAttributes.self),
    KnownExtension("basicConstraints", BasicConstraints.self),
    KnownExtension("nameConstraints", NameConstraints.self),
    KnownExtension("policyConstraints", PolicyConstraints.self),
    KnownExtension("extKeyUsage", ExtendedKeyUsage.self),
    KnownExtension("cRLDistributionPoints", CRLDistributionPoints.self),
    KnownExtension("inhibitAnyPolicy", InhibitAnyPolicy.self),
    KnownExtension("freshestCRL", FreshestCRL.self),
    KnownExtension("authorityInfoAccess", AuthorityInformationAccess.self),
    KnownExtension("subjectInfoAccess", SubjectInformationAccess.self),
    KnownExtension("qcStatements", QCStatements.self),
    KnownExtension("noRevAvail", NoRevAvail.self),
    KnownExtension("validityAssuredShortTerm", ValidityAssuredShortTerm.self),
    KnownExtension("precertificatePoison", PrecertificatePoison.self),
    KnownExtension("signedCertificateTimestamps", SignedCertificateTimestamps.self),
    KnownExtension("cabfOrganizationIdentifier", CABFOrganizationIdentifier.self),
  ]

  private static let names = Dictionary(uniqueKeysWithValues: all.map { ($0.oid, $0.name) })
}
