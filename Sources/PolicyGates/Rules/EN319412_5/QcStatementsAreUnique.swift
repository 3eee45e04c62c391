internal import DER
internal import Evidence
internal import X509

/// No statement is made twice. The clause is new in V2.6.1 of June 2026: before, an identifier of a person and one of an
/// organisation could have a statement each.
struct QcStatementsAreUnique: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-1-02a.statement_repeated", source: .en319412part5("QCS-4.1-02A"),
    baselines: [.etsi2026], effectiveFrom: Instant("2026-07-01"))

  func applies(to content: CertificateContent) -> Bool { content.qcStatements != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    let ids = content.qcStatements?.statements.map(\.id.description) ?? []
    return ids.repeatedElements.sorted().map {
      Violation(field: "extensions.qcStatements", found: "\($0) more than once", required: "each statement once")
    }
  }
}
