internal import Evidence

/// Something that an auditor is told about the evidence of a ceremony.
struct AuditFinding: Sendable, Hashable {
  enum Severity: String, Sendable {
    /// The evidence does not prove the ceremony.
    case error
    /// True, and to be known: a deviation, an interruption, what is not proven.
    case notice
  }

  let severity: Severity
  /// The record of the transcript; nil where it is about a file or the whole.
  let record: Int64?
  let what: String
  /// What to do about it.
  let advice: String?

  var json: JSONValue {
    .object([
      "severity": .string(severity.rawValue), "record": record.map(JSONValue.integer) ?? .null,
      "what": .string(what), "advice": advice.map(JSONValue.string) ?? .null,
    ])
  }
}

extension AuditFinding: CustomStringConvertible {
  var description: String {
    let place = record.map { "record \($0): " } ?? ""
    return "\(severity.rawValue): \(place)\(what)" + (advice.map { "\n    \($0)" } ?? "")
  }
}

/// What the evidence of a ceremony is worth.
struct AuditVerdict: Sendable {
  enum Nature: String, Sendable {
    case ceremony
    /// With keys of people that were made for it: proves nothing but that the script can be carried out.
    case rehearsal
    /// Nothing that comes of it is for real.
    case demonstration
  }

  let ceremony: String
  let nature: Nature
  let script: String
  let records: Int
  /// The hash of the last record, hexadecimal.
  let lastHash: String
  let findings: [AuditFinding]
  /// False where there was no script to verify against.
  var isReadable = true

  var isConsistent: Bool { !findings.contains { $0.severity == .error } }

  /// One line that cannot be read as more than it is.
  var title: String {
    switch (isConsistent, nature) {
    case (true, .ceremony): "VERIFIED: the evidence of the ceremony \"\(ceremony)\" is whole and consistent"
    case (true, .rehearsal): "REHEARSAL of \"\(ceremony)\": consistent, and no ceremony; its keys must not be used"
    case (true, .demonstration): "DEMONSTRATION \"\(ceremony)\": consistent, and no ceremony; its keys must not be used"
    case (false, _):
      "NOT VERIFIED: \(findings.count { $0.severity == .error }) error(s) in the evidence of \"\(ceremony)\""
    }
  }

  var json: JSONValue {
    .object([
      "result": .string(
        isConsistent ? (nature == .ceremony ? "verified" : "\(nature.rawValue)-consistent") : "not-verified"),
      "nature": .string(nature.rawValue), "ceremony": .string(ceremony), "script": .string(script),
      "records": .integer(Int64(records)), "lastHash": .string(lastHash),
      "findings": .array(findings.map(\.json)),
    ])
  }
}
