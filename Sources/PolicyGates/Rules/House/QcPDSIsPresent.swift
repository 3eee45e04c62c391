internal import DER
internal import X509

/// Optional since V2.5.1; who relies on the certificate should find the terms from it.
struct QcPDSIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.qcpds_missing", source: .en319412part5("QCS-5-01", house: true),
    scope: .qualifiedPersons, duties: [.i7])

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.contains(.qcPDS) == true, "extensions.qcStatements.qcPDS", found: "absent",
      required: "present")
  }
}
