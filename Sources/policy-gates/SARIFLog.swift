import Evidence
import PolicyGates

/// A SARIF 2.1.0 log, written piece by piece: the head with every rule, results, the tail with the summary.
///
/// Members of an object may stand in any order; a piece is one or more whole members, or one whole result.
enum SARIFLog {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  static let head = """
    {"$schema":"\(schema)","version":"2.1.0","runs":[{"tool":\(text(tool)),"columnKind":"utf16CodeUnits","results":[
    """

  /// One for each finding.
  static func results(_ report: LintReport) -> [String] {
    report.evaluation.findings.map { text(result($0, in: report)) }
  }

  static func tail(_ summary: LintSummary) -> String {
    let invocation = JSONValue.object([
      "executionSuccessful": .bool(summary.unreadable == 0), "properties": .object(["summary": summary.json]),
    ])
    return "],\"invocations\":[\(text(invocation))]}]}"
  }

  private static let tool = JSONValue.object([
    "driver": .object([
      "name": .string("policy-gates"), "rules": .array(RuleCatalogue.all.map { rule($0.metadata) }),
    ])
  ])

  private static let indices = Dictionary(
    zip(RuleCatalogue.all.map(\.metadata.id), 0...), uniquingKeysWith: { first, _ in first })

  private static func rule(_ metadata: RuleMetadata) -> JSONValue {
    let policies = metadata.scope.policies.map(\.rawValue)
    let period = [
      metadata.effectiveFrom.map { "from \($0)" }, metadata.effectiveUntil.map { "until \($0)" },
    ].compactMap { $0 }
    let help =
      "\(metadata.source). \(binding(metadata.severity))"
      + (policies.isEmpty ? "" : " Policies: \(policies.joined(separator: ", ")).")
      + (period.isEmpty ? "" : " In force \(period.joined(separator: " ")).")
    return .object([
      "id": .string(metadata.id),
      "shortDescription": .object(["text": .string(words(metadata.id))]),
      "help": .object(["text": .string(help)]),
      "defaultConfiguration": .object(["level": .string(level(metadata.severity))]),
      "properties": .object([
        "standard": .string(metadata.source.standard.name), "clause": .string(metadata.source.clause),
        "houseRule": .bool(metadata.source.isHouseRule),
        "baselines": .array(metadata.baselines.map(\.rawValue).sorted().map(JSONValue.string)),
      ]),
    ])
  }

  /// The last part of a rule's address says what is wrong.
  private static func words(_ id: String) -> String {
    (id.split(separator: ".").last ?? "").split(separator: "_").joined(separator: " ")
  }

  private static func binding(_ severity: Severity) -> String {
    switch severity {
    case .error: "A shall: the certificate is refused."
    case .warning: "A should."
    case .notice: "For information."
    }
  }

  private static func level(_ severity: Severity) -> String { severity == .notice ? "note" : severity.rawValue }

  private static func result(_ finding: Finding, in report: LintReport) -> JSONValue {
    var members: [String: JSONValue] = [
      "ruleId": .string(finding.rule), "level": .string(level(finding.severity)),
      "message": .object([
        "text": .string("\(finding.field) is \(finding.found), must be \(finding.required) [\(finding.clause)]")
      ]),
      "locations": .array([
        .object([
          "physicalLocation": .object(["artifactLocation": .object(["uri": .string(uri(report.name.file))])]),
          "logicalLocations": .array([.object(["fullyQualifiedName": .string(logical(finding, report.name))])]),
        ])
      ]),
    ]
    members["ruleIndex"] = indices[finding.rule].map { .integer(Int64($0)) }
    if let policy = report.policy { members["properties"] = .object(["policy": .string(policy.rawValue)]) }
    return .object(members)
  }

  private static func logical(_ finding: Finding, _ name: CertificateName) -> String {
    name.block.map { "block \($0)/\(finding.field)" } ?? finding.field
  }

  /// RFC 3986: a path keeps its slashes; all that is not unreserved is written as %XX.
  private static func uri(_ path: String) -> String {
    var result = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || "/-._~".unicodeScalars.contains(scalar) {
        result.unicodeScalars.append(scalar)
      } else {
        result += "%" + Hex.encode([byte]).uppercased()
      }
    }
    return result
  }

  private static func text(_ value: JSONValue) -> String { String(decoding: value.canonicalBytes(), as: UTF8.self) }
}
