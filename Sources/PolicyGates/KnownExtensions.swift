internal import DER
internal import X509

/// An extension whose meaning this build knows.
struct KnownExtension: Sendable {
  let oid: ObjectIdentifier
  let name: String
  /// What is wrong with its value, if it is there.
  let defect: @Sendable (TBSCertificate) -> X509Error?

  private init<Value: CertificateExtension>(_ name: String, _ type: Value.Type) {
    oid = type.oid
    self.name = name
    defect = { tbs in
      if case .malformed(let error, _) = tbs.extensionValue(type) { error } else { nil }
    }
  }

  /// A path for findings: by name where there is one.
  static func field(_ oid: ObjectIdentifier) -> String { "extensions." + (name(oid) ?? "\(oid)") }

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
  ]

  private static let names = Dictionary(uniqueKeysWithValues: all.map { ($0.oid, $0.name) })
}
