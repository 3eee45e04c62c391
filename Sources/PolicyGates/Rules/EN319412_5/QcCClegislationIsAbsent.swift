internal import DER
internal import X509

/// Naming a country's law makes the certificate one of that law, not of the EU's.
struct QcCClegislationIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-2-1-01.qccclegislation_present", source: .en319412part5("QCS-4.2.1-01, QCS-4.2.4-01"),
    scope: .qualified)

  func applies(to content: CertificateContent) -> Bool { content.qcStatements != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.contains(.qcCClegislation) != true, "extensions.qcStatements.qcCClegislation",
      found: "present", required: "absent from an EU qualified certificate")
  }
}
