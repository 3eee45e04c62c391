public import Evidence
public import PolicyGates
public import Records

/// A recorded decision, judged again from its raw evidence alone.
public struct Replay: Sendable {
  /// What the record says.
  public let recorded: Verdict
  /// What the gates of this version say of the same evidence, under the same terms.
  public let replayed: Verdict
  /// A certificate policy, or `RecordedStatement.policy`.
  public let policy: String
  public let decidedAt: Instant
  public let terms: JudgingTerms
  private let judge: @Sendable (JudgingTerms) -> Evaluation

  public struct Verdict: Sendable, Hashable {
    public let admits: Bool
    public let gates: [String]
    public let findings: [RecordedFinding]
  }

  public enum Failure: Error, Sendable, CustomStringConvertible {
    case noDecision
    case unreadable(AssemblyError)

    public var description: String {
      switch self {
      case .noDecision: "the export holds no intent and no refusal of its decision"
      case .unreadable(let error): error.description
      }
    }
  }

  public init(_ export: DecisionExport) throws(Failure) {
    let openings = export.records.filter { record in
      [.intent, .requestRefused].contains(record.kind) && record.value?["decision"]?.text == export.decision.text
    }
    guard let opening = openings.first, openings.count == 1, let body = opening.value,
      let recorded = Verdict(body, admits: opening.kind == .intent)
    else { throw .noDecision }
    let statement = RecordedStatement(record: body)
    let decision = RecordedDecision(record: body)
    guard let decidedAt = statement?.decidedAt ?? decision?.decidedAt else { throw .noDecision }
    do throws(AssemblyError) {
      let raw = try RawEvidence(Replay.items(of: body, export))
      if let statement {
        (terms, judge) = try Replay.judge(statement, raw)
      } else if let decision {
        (terms, judge) = try Replay.judge(decision, raw)
      } else {
        throw .missing(.tbsCertificate)
      }
    } catch { throw .unreadable(error) }
    policy = decision?.policy.rawValue ?? RecordedStatement.policy
    self.decidedAt = decidedAt
    self.recorded = recorded
    replayed = Verdict(judge(terms))
  }

  private typealias Judge = @Sendable (JudgingTerms) -> Evaluation

  private static func judge(
    _ decision: RecordedDecision, _ raw: RawEvidence
  ) throws(AssemblyError) -> (JudgingTerms, Judge) {
    let reading = try CertificateReading(try decision.request(raw))
    let circumstances = try decision.circumstances(raw)
    let origin = try circumstances.origin(of: reading)
    return (
      circumstances.terms,
      { terms in
        var circumstances = circumstances
        circumstances.terms = terms
        return CertificateGates.evaluate(circumstances.evidence(reading, origin: origin))
      }
    )
  }

  private static func judge(
    _ statement: RecordedStatement, _ raw: RawEvidence
  ) throws(AssemblyError) -> (JudgingTerms, Judge) {
    let evidence = try statement.evidence(raw)
    return (evidence.terms, { terms in StatementGates.evaluate(evidence.judged(under: terms)) })
  }

  /// What the gates say of the same evidence under another set of editions.
  public func verdict(under baseline: Baseline) -> Verdict {
    Verdict(judge(JudgingTerms(baseline: baseline, houseRules: terms.houseRules, raised: terms.raised)))
  }

  private static func items(of body: JSONValue, _ export: DecisionExport) -> [(name: String, content: [UInt8])] {
    (body["evidence"]?.elements ?? []).compactMap { item in
      guard let name = item["name"]?.text, let address = Digest(sha256: item["sha256"]),
        let content = export.blobs[address]
      else { return nil }
      return (name, content)
    }
  }
}

extension Replay.Verdict {
  init(_ evaluation: Evaluation) {
    self.init(
      admits: evaluation.admits, gates: evaluation.gates,
      findings: evaluation.findings.map {
        RecordedFinding(
          rule: $0.rule, clause: $0.clause, severity: $0.severity.rawValue, field: $0.field, found: $0.found,
          required: $0.required)
      })
  }

  fileprivate init?(_ body: JSONValue, admits: Bool) {
    guard let gates = body["gates"]?.elements?.compactMap(\.text), let items = body["findings"]?.elements else {
      return nil
    }
    let findings = items.compactMap { RecordedFinding($0) }
    guard findings.count == items.count else { return nil }
    self.init(admits: admits, gates: gates, findings: findings)
  }

  /// Findings of this verdict that the other has not.
  public func findings(notIn other: Replay.Verdict) -> [RecordedFinding] {
    findings.filter { !other.findings.contains($0) }
  }
}
