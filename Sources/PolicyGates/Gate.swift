internal import Evidence

/// A named list of rules over one kind of evidence. All of them run; all findings are collected.
public struct Gate<Subject: Sendable>: Sendable {
  public let name: String
  public let rules: [any Rule<Subject>]

  /// A gate without rules would admit everything, so it is our mistake and traps.
  init(_ name: String, _ rules: [any Rule<Subject>]) {
    precondition(!rules.isEmpty, "gate \(name) has no rules")
    self.name = name
    self.rules = rules
  }

  func findings(_ subject: Subject, at now: Instant) -> [Finding] {
    rules.flatMap { Self.run($0, subject, now) }
  }

  private static func run(_ rule: some Rule<Subject>, _ subject: Subject, _ now: Instant) -> [Finding] {
    let metadata = type(of: rule).metadata
    guard metadata.isInForce(at: now), rule.applies(to: subject) else { return [] }
    do {
      return try rule.check(subject).map { Finding(metadata, $0) }
    } catch {
      let failure = Violation(
        field: "(rule)", found: "the rule could not finish: \(error)", required: "a rule that reaches a verdict")
      // A rule that fails is a refusal, whatever its severity.
      return [Finding(metadata, failure, severity: .error)]
    }
  }
}
