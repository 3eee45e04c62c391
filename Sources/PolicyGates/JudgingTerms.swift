/// Under which terms rules are asked: the editions, and what their findings weigh.
public struct JudgingTerms: Sendable, Hashable {
  public let baseline: Baseline
  public let houseRules: HouseRules
  public let raised: RaisedSeverities

  public init(
    baseline: Baseline, houseRules: HouseRules = .enforced, raised: RaisedSeverities = RaisedSeverities()
  ) {
    self.baseline = baseline
    self.houseRules = houseRules
    self.raised = raised
  }

  /// The same terms where something gets signed: house rules weigh what they say.
  var forSigning: JudgingTerms { JudgingTerms(baseline: baseline, raised: raised) }

  func severity(of metadata: RuleMetadata) -> Severity {
    raised.rules.contains(metadata.id) ? .error : houseRules.severity(of: metadata)
  }
}

/// What a house rule's finding weighs.
public enum HouseRules: String, Sendable, Hashable {
  /// As much as the rule says: the only choice where something gets signed.
  case enforced
  /// At most a warning: for reports on certificates that others issued under their own rules.
  case advisory

  func severity(of metadata: RuleMetadata) -> Severity {
    guard self == .advisory, metadata.source.isHouseRule, metadata.severity == .error else { return metadata.severity }
    return .warning
  }
}

/// Rules whose should is a shall to a certificate policy: their findings refuse. Nothing can be lowered.
public struct RaisedSeverities: Sendable, Hashable {
  public let rules: Set<String>

  /// Nothing is raised.
  public init() { rules = [] }

  /// Throws where an id is no rule's, or that of a rule that is no should: a shall is an error already, and a notice
  /// asks for nothing.
  public init(_ ids: some Sequence<String>) throws(RaisedSeverityError) {
    for id in ids {
      guard let severity = RuleCatalogue.severities[id] else { throw RaisedSeverityError(rule: id, severity: nil) }
      guard severity == .warning else { throw RaisedSeverityError(rule: id, severity: severity) }
    }
    rules = Set(ids)
  }

  private init(rules: Set<String>) { self.rules = rules }

  /// What either raises.
  public func union(_ other: RaisedSeverities) -> RaisedSeverities {
    RaisedSeverities(rules: rules.union(other.rules))
  }
}

/// Why a severity cannot be raised.
public struct RaisedSeverityError: Error, Sendable, Hashable, CustomStringConvertible {
  public let rule: String
  /// The rule's own; nil where no rule has the id.
  public let severity: Severity?

  public var description: String {
    switch severity {
    case nil: "\(rule) is no rule; 'policy-gates rules' lists them"
    case .error: "\(rule) is an error already: a shall is neither raised nor lowered"
    case .warning, .notice: "\(rule) is information and asks for nothing: only a should can be raised"
    }
  }
}
