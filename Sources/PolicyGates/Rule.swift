public import Evidence

/// Where a rule comes from. House rules say that they are house rules.
public struct RuleSource: Sendable, Hashable, CustomStringConvertible {
  /// Such as `EN 319 412-5`; `Sealgate house rule` where no standard asks for it.
  public let standard: String
  /// Such as `V2.5.1 (2025-06)`.
  public let edition: String
  /// The requirement's id or clause, such as `QCS-5-01`.
  public let clause: String
  /// Stricter than the standard, by our choice.
  public let isHouseRule: Bool

  public init(standard: String, edition: String, clause: String, isHouseRule: Bool = false) {
    self.standard = standard
    self.edition = edition
    self.clause = clause
    self.isHouseRule = isHouseRule
  }

  public var description: String {
    let text = "\(standard) \(edition) \(clause)"
    return isHouseRule ? "\(text), stricter by house rule" : text
  }
}

/// A rule's id, origin, severity and the time in which it applies.
public struct RuleMetadata: Sendable, Hashable {
  /// An address such as `etsi.en_319_412_5.qcs-5-01.qcsscd_missing`; once published it is retired, never changed.
  public let id: String
  public let source: RuleSource
  public let severity: Severity
  /// For which certificates it is written.
  public let scope: RuleScope
  /// In which sets of editions it stands.
  public let baselines: Set<Baseline>
  /// The first instant at which the rule applies; nil where it always has.
  public let effectiveFrom: Instant?
  /// The first instant at which it no longer applies.
  public let effectiveUntil: Instant?

  public init(
    id: String, source: RuleSource, severity: Severity = .error, scope: RuleScope = .everything,
    baselines: Set<Baseline> = Set(Baseline.allCases), effectiveFrom: Instant? = nil, effectiveUntil: Instant? = nil
  ) {
    self.id = id
    self.source = source
    self.severity = severity
    self.scope = scope
    self.baselines = baselines
    self.effectiveFrom = effectiveFrom
    self.effectiveUntil = effectiveUntil
  }

  func covers(_ subject: some Scoped) -> Bool { subject.scope.map { scope.contains($0) } ?? true }

  func isInForce(at now: Instant) -> Bool {
    if let effectiveFrom, now < effectiveFrom { return false }
    if let effectiveUntil, now >= effectiveUntil { return false }
    return true
  }
}

/// One requirement, checked on evidence alone: no clock, file, token or network.
public protocol Rule<Subject>: Sendable {
  associatedtype Subject: Sendable & Scoped
  static var metadata: RuleMetadata { get }
  /// Whether the requirement says anything about this subject.
  func applies(to subject: Subject) -> Bool
  /// Every violation found; none means that the requirement is met. An error counts as a refusal.
  func check(_ subject: Subject) throws -> [Violation]
}

extension Rule {
  /// Most rules say something about every subject of their kind.
  public func applies(to subject: Subject) -> Bool { true }
}
