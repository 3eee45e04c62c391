internal import DER
internal import X509

/// A token claims to be an EU qualified one exactly where its unit is one for such, by a qcStatement that is not critical;
/// it has no other extension.
struct TimestampKindIsTheUnits: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_422.qualified.statement_differs", source: .en319422("qualified electronic time-stamps"),
    scope: .timestamp, duties: [.r8, .b4])

  func applies(to evidence: TimestampEvidence) -> Bool { evidence.reading != nil }

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    let extensions = evidence.reading?.extensions ?? []
    return .unless(
      extensions == TimestampUnit.extensions(qualified: evidence.unit.isQualified), "timestamp.extensions",
      found: extensions.isEmpty ? "none" : extensions.map { "\($0.oid)" }.joined(separator: ", "),
      required: evidence.unit.isQualified ? "the statement of a qualified time stamp alone" : "none")
  }
}
