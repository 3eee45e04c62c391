public import Evidence

/// Where a rule comes from. House rules say that they are house rules.
public struct RuleSource: Sendable, Hashable, CustomStringConvertible {
  /// `Sealgate house rules` where no standard asks for it.
  public let standard: Standard
  /// The requirement's id or clause, such as `QCS-5-01`.
  public let clause: String
  /// Stricter than the standard, by our choice.
  public let isHouseRule: Bool
  /// What CIR (EU) 2025/1943 makes of the clause, where the rule rests on that too. Its adaptations were read in a third
  /// party's conversion only.
  public let adaptation: String?

  init(_ standard: Standard, _ clause: String, _ isHouseRule: Bool = false, adaptation: String? = nil) {
    self.standard = standard
    self.clause = clause
    self.isHouseRule = isHouseRule
    self.adaptation = adaptation
  }

  /// A document with one edition in every baseline.
  public init(standard: String, edition: String, clause: String, isHouseRule: Bool = false) {
    self.init(Standard(standard, Edition(edition, .transcription)), clause, isHouseRule)
  }

  /// The same clause, as the act adapts it.
  func adapted(_ adaptation: String) -> RuleSource {
    RuleSource(standard, clause, isHouseRule, adaptation: adaptation)
  }

  /// Document, edition and clause, as findings name them.
  public func citation(in baseline: Baseline) -> String {
    var text = "\(standard.name) \(standard.edition(in: baseline).text) \(clause)"
    if baseline == .cir2025, let adaptation {
      text += ", as \(Standard.cir2025n1943.name) adapts it (\(adaptation); read in a third party's conversion)"
    }
    return isHouseRule ? "\(text), stricter by house rule" : text
  }

  /// The citation in the newest editions.
  public var description: String { citation(in: .etsi2026) }
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
  /// The provider's duties that it helps to carry.
  public let duties: [Duty]

  public init(
    id: String, source: RuleSource, severity: Severity = .error, scope: RuleScope = .everything,
    baselines: Set<Baseline> = Set(Baseline.allCases), effectiveFrom: Instant? = nil, effectiveUntil: Instant? = nil,
    duties: [Duty]? = nil
  ) {
    self.id = id
    self.source = source
    self.severity = severity
    self.scope = scope
    self.baselines = baselines
    self.effectiveFrom = effectiveFrom
    self.effectiveUntil = effectiveUntil
    self.duties = duties ?? source.standard.duties
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
