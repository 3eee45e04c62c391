internal import DER
internal import X509

/// Statements about qualified certificates are about those of subjects: on a CA they claim what nobody can read.
struct CAClaimsNoStatement: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.qc_statements", source: .en319412part5("4.1", house: true),
    scope: [.cas, .ocspResponder])

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.tbs.extensions.contains { $0.oid == QCStatements.oid }, "extensions.qcStatements", found: "present",
      required: "absent from a CA certificate")
  }
}
