internal import DER
internal import X509

/// Extensions are critical only where a document allows it.
struct ExtensionsAreNotCritical: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-1-2.extension_critical",
    source: .en319412part2("GEN-4.1-2, GEN-4.3.5-1, GEN-4.3.6-1, GEN-4.3.10-1, GEN-4.3.11-5, QCS-4.1-02"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.extensions.filter { $0.critical && Self.isPlain($0.oid, content) }.map {
      Violation(field: KnownExtension.field($0.oid), found: "critical", required: "not critical")
    }
  }

  /// A website without a name is named by critical alternative names, so a rule of its own asks for them.
  private static func isPlain(_ oid: ObjectIdentifier, _ content: CertificateContent) -> Bool {
    let isWeb = content.scope.map { RuleScope.web.contains($0) } == true
    return plain.contains(oid) && !(isWeb && oid == SubjectAlternativeName.oid)
  }

  private static let plain = [
    AuthorityKeyIdentifier.oid, SubjectKeyIdentifier.oid, SubjectAlternativeName.oid, IssuerAlternativeName.oid,
    SubjectDirectoryAttributes.oid, ExtendedKeyUsage.oid, CRLDistributionPoints.oid, FreshestCRL.oid,
    AuthorityInformationAccess.oid, SubjectInformationAccess.oid, QCStatements.oid, NoRevAvail.oid,
    ValidityAssuredShortTerm.oid, SignedCertificateTimestamps.oid, CABFOrganizationIdentifier.oid,
  ]
}
