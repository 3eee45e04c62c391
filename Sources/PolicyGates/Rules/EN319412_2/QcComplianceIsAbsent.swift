internal import DER
internal import X509

/// The statement says that the certificate is an EU qualified one, which needs a policy of EN 319 411-2.
struct QcComplianceIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.qcs-5-2-2.qccompliance_without_policy",
    source: .en319412part2("QCS-5.2-2, EN 319 412-4 QCS-4.3-1"), scope: .part1)

  func applies(to content: CertificateContent) -> Bool {
    content.qcStatements != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.contains(.qcCompliance) != true, "extensions.qcStatements.qcCompliance", found: "present",
      required: "absent without a qualified policy")
  }
}
