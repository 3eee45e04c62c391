public import Evidence

/// One finding of the gates, as records and answers show it.
public struct RecordedFinding: Sendable, Hashable {
  public let rule: String
  public let clause: String
  public let severity: String
  public let field: String
  public let found: String
  public let required: String

  public init(rule: String, clause: String, severity: String, field: String, found: String, required: String) {
    self.rule = rule
    self.clause = clause
    self.severity = severity
    self.field = field
    self.found = found
    self.required = required
  }

  /// Reads what `json` wrote.
  public init?(_ json: JSONValue) {
    guard let rule = json["rule"]?.text, let clause = json["clause"]?.text, let severity = json["severity"]?.text,
      let field = json["field"]?.text, let found = json["found"]?.text, let required = json["required"]?.text
    else { return nil }
    self.init(rule: rule, clause: clause, severity: severity, field: field, found: found, required: required)
  }

  public var json: JSONValue {
    .object([
      "rule": .string(rule), "clause": .string(clause), "severity": .string(severity), "field": .string(field),
      "found": .string(found), "required": .string(required),
    ])
  }
}

/// What was asked, by whom, and what the gates made of it: common to intents and refusals.
public struct Judgement: Sendable, Hashable {
  public let decision: DecisionID
  /// SHA-256 over the canonical request: its identity for replays.
  public let request: Digest
  public let requester: String
  public let issuer: String
  public let policy: String
  public let event: String
  public let serial: SerialNumber?
  /// SHA-256 over the subject's SubjectPublicKeyInfo.
  public let subjectKey: Digest?
  /// What the registers keep of the certificate; nil where they keep nothing, as of a CA's own.
  public let certification: Certification?
  /// The `now` that the gates saw: with the evidence it makes the decision replayable.
  public let decidedAt: Instant
  public let gates: [String]
  public let findings: [RecordedFinding]
  /// SHA-256 over the configuration in force.
  public let configuration: Digest
  /// Nil where the configuration is none that operators approve, as of a ceremony.
  public let approval: ConfigurationApproval?
  public let demo: Bool
  public let evidence: [EvidenceItem]

  public init(
    decision: DecisionID, request: Digest, requester: String, issuer: String, policy: String, event: String,
    serial: SerialNumber?, subjectKey: Digest?, certification: Certification? = nil, decidedAt: Instant,
    gates: [String], findings: [RecordedFinding], configuration: Digest, approval: ConfigurationApproval? = nil,
    demo: Bool, evidence: [EvidenceItem]
  ) {
    self.decision = decision
    self.request = request
    self.requester = requester
    self.issuer = issuer
    self.policy = policy
    self.event = event
    self.serial = serial
    self.subjectKey = subjectKey
    self.certification = certification
    self.decidedAt = decidedAt
    self.gates = gates
    self.findings = findings
    self.configuration = configuration
    self.approval = approval
    self.demo = demo
    self.evidence = evidence
  }

  /// What stands in the record of the decision.
  public var json: JSONValue { .object(members) }

  var members: [String: JSONValue] {
    let members: [String: JSONValue] = [
      "decision": .string(decision.text),
      "request": .string(request.hex),
      "requester": .string(requester),
      "issuer": .string(issuer),
      "policy": .string(policy),
      "event": .string(event),
      "serial": .optional(serial?.hex),
      "subjectKey": .optional(subjectKey?.hex),
      "certification": certification?.json ?? .null,
      "decidedAt": .string(decidedAt.description),
      "gates": .array(gates.map(JSONValue.string)),
      "findings": .array(findings.map(\.json)),
      "configuration": .string(configuration.hex),
      "demo": .bool(demo),
      "evidence": .array(
        evidence.map { .object(["name": .string($0.name), "sha256": .string($0.blob.address.hex)]) }),
    ]
    return members.merging(approval?.members ?? [:]) { own, _ in own }
  }
}

extension JSONValue {
  /// Reads the hexadecimal of a SHA-256.
  public var sha256: Digest? { text.flatMap { Digest(sha256: $0) } }
}
