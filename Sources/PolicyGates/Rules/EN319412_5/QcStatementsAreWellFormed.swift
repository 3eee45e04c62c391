internal import DER
internal import X509

/// A statement in another shape is read by nobody, or by each reader in another way.
struct QcStatementsAreWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-1-01.statement_malformed", source: .en319412part5("QCS-4.1-01"))

  func applies(to content: CertificateContent) -> Bool { content.qcStatements != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.qcStatements?.statements ?? []).compactMap { statement in
      guard case .malformed(let id, _, let error) = statement else { return nil }
      return Violation(
        field: "extensions.qcStatements.\(id)", found: "\(error)", required: "the shape of its definition")
    }
  }
}
