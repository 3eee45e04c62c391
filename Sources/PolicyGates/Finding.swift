/// How binding the clause is: `error` for a shall, `warning` for a should, `notice` for information.
public enum Severity: String, Sendable, Hashable, CaseIterable {
  case error, warning, notice
}

/// What a rule found wrong: the field, what stands there, and what the clause asks for.
public struct Violation: Sendable, Hashable {
  /// A path such as `extensions.qcStatements`.
  public let field: String
  public let found: String
  public let required: String

  public init(field: String, found: String, required: String) {
    self.field = field
    self.found = found
    self.required = required
  }
}

extension [Violation] {
  /// For a rule with one condition: nothing where it holds, else the one violation.
  static func unless(
    _ condition: Bool, _ field: String, found: @autoclosure () -> String, required: @autoclosure () -> String
  ) -> [Violation] {
    condition ? [] : [Violation(field: field, found: found(), required: required())]
  }
}

/// A violation with the rule and the clause it breaks. A refusal is a list of these.
public struct Finding: Sendable, Hashable {
  public let rule: String
  public let clause: String
  public let severity: Severity
  public let field: String
  public let found: String
  public let required: String

  init(_ metadata: RuleMetadata, _ violation: Violation, under terms: JudgingTerms, severity: Severity? = nil) {
    rule = metadata.id
    clause = metadata.source.citation(in: terms.baseline)
    self.severity = severity ?? terms.severity(of: metadata)
    field = violation.field
    found = violation.found
    required = violation.required
  }
}

extension Finding: CustomStringConvertible {
  public var description: String {
    "\(rule) [\(clause)] \(severity.rawValue): \(field) is \(found), must be \(required)"
  }
}
