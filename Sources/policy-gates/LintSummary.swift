import Evidence
import PolicyGates

/// What came of a run, in numbers.
struct LintSummary: Sendable {
  let files: Int
  let skipped: Int
  private(set) var admitted = 0
  private(set) var refused = 0
  private(set) var unreadable = 0
  /// Findings by rule.
  private var rules: [String: Count] = [:]

  init(files: Int = 0, skipped: Int = 0) {
    self.files = files
    self.skipped = skipped
  }

  private struct Count: Sendable {
    let severity: Severity
    var findings = 0
  }

  var certificates: Int { admitted + refused + unreadable }

  mutating func count(_ report: LintReport) {
    if report.problem != nil {
      unreadable += 1
    } else if report.evaluation.admits {
      admitted += 1
    } else {
      refused += 1
    }
    for finding in report.evaluation.findings {
      rules[finding.rule, default: Count(severity: finding.severity)].findings += 1
    }
  }

  /// Adds what came of certificates; files are counted once, where they are listed.
  mutating func add(_ other: LintSummary) {
    admitted += other.admitted
    refused += other.refused
    unreadable += other.unreadable
    for (rule, count) in other.rules {
      rules[rule, default: Count(severity: count.severity)].findings += count.findings
    }
  }

  var json: JSONValue {
    .object([
      "files": .integer(Int64(files)), "skipped": .integer(Int64(skipped)), "admitted": .integer(Int64(admitted)),
      "refused": .integer(Int64(refused)), "unreadable": .integer(Int64(unreadable)),
      "findings": .object(rules.mapValues { .integer(Int64($0.findings)) }),
    ])
  }

  /// The most frequent rules first.
  var text: String {
    let head =
      "\(files) files: \(admitted) certificates admitted, \(refused) refused, \(unreadable) unreadable"
      + (skipped > 0 ? "; \(skipped) files with other names not read" : "")
    let rows = rules.sorted { ($1.value.findings, $0.key) < ($0.value.findings, $1.key) }
    return ([head] + rows.map { "  \($0.value.findings) × \($0.key) (\($0.value.severity.rawValue))" })
      .joined(separator: "\n")
  }
}
