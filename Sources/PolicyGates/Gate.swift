internal import Evidence

/// A named list of rules over one kind of evidence. All of them run; all findings are collected.
public struct Gate<Subject: Sendable & Scoped>: Sendable {
  public let name: String
  public let rules: [any Rule<Subject>]

  /// A gate without rules would admit everything, so it is our mistake and traps.
  init(_ name: String, _ rules: [any Rule<Subject>]) {
    precondition(!rules.isEmpty, "gate \(name) has no rules")
    self.name = name
    self.rules = rules
  }

  /// A gate whose rules look at one part of the evidence only.
  init<Part: Sendable & Scoped>(
    _ name: String, of part: @escaping @Sendable (Subject) -> Part, _ rules: [any Rule<Part>]
  ) {
    self.init(name, Self.on(part, rules))
  }

  func findings(_ subject: Subject, at now: Instant, under terms: JudgingTerms) -> [Finding] {
    rules.flatMap { Self.run($0, subject, now, terms) }
  }

  private static func run(
    _ rule: some Rule<Subject>, _ subject: Subject, _ now: Instant, _ terms: JudgingTerms
  ) -> [Finding] {
    let metadata = type(of: rule).metadata
    guard metadata.baselines.contains(terms.baseline), metadata.isInForce(at: now), metadata.covers(subject),
      rule.applies(to: subject)
    else { return [] }
    do { return try rule.check(subject).map { Finding(metadata, $0, under: terms) } } catch {
      let failure = Violation(
        field: "(rule)", found: "the rule could not finish: \(error)", required: "a rule that reaches a verdict")
      // A rule that fails is a refusal, whatever its severity.
      return [Finding(metadata, failure, under: terms, severity: .error)]
    }
  }

  /// Rules on one part of the evidence, as rules on the whole.
  static func on<Part: Sendable & Scoped>(
    _ part: @escaping @Sendable (Subject) -> Part, _ rules: [any Rule<Part>]
  ) -> [any Rule<Subject>] {
    rules.map { lift($0, through: part) }
  }

  private static func lift<Part: Sendable & Scoped>(
    _ rule: some Rule<Part>, through part: @escaping @Sendable (Subject) -> Part
  ) -> any Rule<Subject> {
    RuleOnPart(rule: rule, part: part)
  }
}

/// A rule over part of some evidence, as a rule over the whole.
private struct RuleOnPart<Inner: Rule, Subject: Sendable & Scoped>: Rule {
  static var metadata: RuleMetadata { Inner.metadata }
  let rule: Inner
  let part: @Sendable (Subject) -> Inner.Subject

  func applies(to subject: Subject) -> Bool { rule.applies(to: part(subject)) }

  func check(_ subject: Subject) throws -> [Violation] { try rule.check(part(subject)) }
}
