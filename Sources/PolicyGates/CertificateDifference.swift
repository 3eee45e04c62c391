internal import DER
internal import X509

/// What of a certificate's content is another than in the one before.
///
/// Not counted: the serial number and the validity, which a renewal changes; what the issuing CA says of itself (its name
/// and key, the signature algorithm, where its certificate, its CRL and its OCSP responder are), which follows the CA; the
/// key's identifier, which follows the key; timestamps of logs and the poison of a precertificate; the address of the PDS,
/// which follows the terms.
struct CertificateDifference {
  /// Types of subject attributes, and extensions that name the subject.
  let attributes: [String]
  /// The rest.
  let others: [String]

  init(_ content: CertificateContent, _ previous: PreviousCertificate) {
    let (new, old) = (content.tbs, previous.tbs)
    let types = Set((new.subject.attributes + old.subject.attributes).map(\.type))
    let changed = types.filter { type in Self.values(new, type) != Self.values(old, type) }
    var attributes = changed.map { NameAttribute.name($0) ?? "\($0)" }.sorted()
    // The same attributes in another order are another name too.
    if changed.isEmpty, new.subject != old.subject { attributes.append("subject") }
    let oids = Set((new.extensions + old.extensions).map(\.oid)).subtracting(Self.exempt)
    let extensions = oids.filter { !Self.isSame($0, new, old) }.map { KnownExtension.name($0) ?? "\($0)" }.sorted()
    self.attributes = attributes + extensions.filter(Self.naming.contains)
    others = extensions.filter { !Self.naming.contains($0) } + (new.version == old.version ? [] : ["version"])
  }

  private static func values(_ tbs: TBSCertificate, _ type: ObjectIdentifier) -> [[UInt8]] {
    tbs.subject.attributes.filter { $0.type == type }.map(\.value)
  }

  private static func isSame(_ oid: ObjectIdentifier, _ new: TBSCertificate, _ old: TBSCertificate) -> Bool {
    let (newOnes, oldOnes) = (new.extensions.filter { $0.oid == oid }, old.extensions.filter { $0.oid == oid })
    if newOnes == oldOnes { return true }
    guard oid == QCStatements.oid, newOnes.map(\.critical) == oldOnes.map(\.critical),
      let new = new.extensionValue(QCStatements.self).value, let old = old.extensionValue(QCStatements.self).value
    else { return false }
    return withoutPDS(new) == withoutPDS(old)
  }

  private static func withoutPDS(_ statements: QCStatements) -> [QCStatement] {
    statements.statements.filter { if case .pds = $0 { false } else { true } }
  }

  private static let naming: Set<String> = ["subjectAltName", "subjectDirectoryAttributes"]

  private static let exempt: Set<ObjectIdentifier> = [
    AuthorityKeyIdentifier.oid, SubjectKeyIdentifier.oid, AuthorityInformationAccess.oid, CRLDistributionPoints.oid,
    FreshestCRL.oid, SignedCertificateTimestamps.oid, PrecertificatePoison.oid,
  ]
}

extension CertificateChange {
  /// Nil where there is nothing to compare with.
  var difference: CertificateDifference? { previous.map { CertificateDifference(content, $0) } }
}
