internal import DER
internal import X509

/// Readers take a qualified certificate without a type for one of signatures.
struct QcTypeOfSealIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-5-01.qctype_missing",
    source: .en319412part5("QCS-5-01"), scope: .qualifiedSeals)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.contains(.qcType) == true, "extensions.qcStatements.qcType", found: "absent",
      required: "present")
  }
}
