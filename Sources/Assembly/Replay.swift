public import Evidence
public import PolicyGates
public import Records

/// A recorded decision, judged again from its raw evidence alone.
public struct Replay: Sendable {
  /// What the record says.
  public let recorded: Verdict
  /// What the gates of this version say of the same evidence, under the same terms.
  public let replayed: Verdict
  public let policy: CertificatePolicy
  public let decidedAt: Instant
  public let terms: JudgingTerms
  private let reading: CertificateReading
  private let circumstances: Circumstances
  private let origin: AppraisedOrigin

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
      let decision = RecordedDecision(record: body), let recorded = Verdict(body, admits: opening.kind == .intent)
    else { throw .noDecision }
    do throws(AssemblyError) {
      let raw = try RawEvidence(Replay.items(of: body, export))
      reading = try CertificateReading(try decision.request(raw))
      circumstances = try decision.circumstances(raw)
      origin = try circumstances.origin(of: reading)
    } catch { throw .unreadable(error) }
    self.recorded = recorded
    policy = decision.policy
    decidedAt = decision.decidedAt
    terms = circumstances.terms
    replayed = Verdict(CertificateGates.evaluate(circumstances.evidence(reading, origin: origin)))
  }

  /// What the gates say of the same evidence under another set of editions.
  public func verdict(under baseline: Baseline) -> Verdict {
    var circumstances = circumstances
    circumstances.terms = JudgingTerms(baseline: baseline, houseRules: terms.houseRules, raised: terms.raised)
    return Verdict(CertificateGates.evaluate(circumstances.evidence(reading, origin: origin)))
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
