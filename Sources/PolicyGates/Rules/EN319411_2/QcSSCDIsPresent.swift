internal import X509

/// A certificate under a -qscd policy states that its key is in a QSCD.
struct QcSSCDIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing", source: .en319411part2("GEN-6.6.1-03, EN 319 412-5 QCS-5-01"),
    scope: .qscd, duties: [.i3])

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.statements.contains(.sscd) == true, "extensions.qcStatements.qcSSCD", found: "absent",
      required: "present")
  }
}
