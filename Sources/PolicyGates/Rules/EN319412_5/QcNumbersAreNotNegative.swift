internal import X509

/// A limit below nothing and a retention that ended before the certificate did are no statements.
struct QcNumbersAreNotNegative: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.4-3.number_negative", source: .en319412part5("4.3.2, 4.3.3"))

  func applies(to content: CertificateContent) -> Bool { content.qcStatements != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.qcStatements?.statements ?? []).compactMap { statement in
      switch statement {
      case .limitValue(let limit) where limit.amount < 0: Self.violation("qcLimitValue", limit.amount)
      case .retentionPeriod(let years) where years < 0: Self.violation("qcRetentionPeriod", years)
      default: nil
      }
    }
  }

  private static func violation(_ statement: String, _ number: Int64) -> Violation {
    Violation(field: "extensions.qcStatements.\(statement)", found: "\(number)", required: "zero or more")
  }
}
