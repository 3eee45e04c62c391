internal import DER
internal import X509

/// Readers take the statement for the truth whatever the policy says.
struct QcSSCDIsAbsent: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.gen-6-6-1-04.qcsscd_present", source: .en319411part2("GEN-6.6.1-04"),
    scope: .subjects.subtracting(.qscd), duties: [.i3])

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.contains(.qcSSCD) != true, "extensions.qcStatements.qcSSCD", found: "present",
      required: "absent without a -qscd policy")
  }
}
