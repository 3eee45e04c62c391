internal import X509

/// The statement that makes a certificate an EU qualified one.
struct QcComplianceIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-5-01.qccompliance_missing", source: .en319412part5("QCS-5-01"), scope: .qualified)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.statements.contains(.compliance) == true, "extensions.qcStatements.qcCompliance",
      found: "absent", required: "present")
  }
}
