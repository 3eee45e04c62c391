internal import DER
internal import Evidence
internal import Records

/// A decision as clients see it, made of its records.
struct DecisionDocument: Sendable {
  enum Status: String, Sendable {
    case granted, refused, pending
    case notSigned = "not signed"
    case outcomeUnknown = "outcome unknown"
    case incident
  }

  let decision: DecisionID
  let status: Status
  let requester: String
  let findings: [RecordedFinding]
  /// The certificate, DER, where one was signed; or the statement about a key.
  let certificate: [UInt8]?
  private let opening: JSONValue
  private let repeated: Bool?

  /// True where the decision was made on an earlier request with the same content.
  var isRepeated: Bool { repeated ?? false }

  /// Nil where the opening record is not readable.
  init?(_ stored: StoredDecision, certificate: [UInt8]?, repeated: Bool?) {
    guard let opening = stored.opening.value, let requester = opening["requester"]?.text else { return nil }
    decision = stored.entry.id
    status = Status(stored.entry.state)
    self.requester = requester
    findings = (opening["findings"]?.elements ?? []).compactMap { RecordedFinding($0) }
    self.certificate = certificate
    self.opening = opening
    self.repeated = repeated
    if status == .granted, certificate == nil { return nil }
  }

  /// A decision whose outcome is on record just now.
  init(granted judgement: Judgement, certificate: [UInt8]) {
    decision = judgement.decision
    status = .granted
    requester = judgement.requester
    findings = judgement.findings
    self.certificate = certificate
    opening = judgement.json
    repeated = false
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .integer(1),
      "decisionId": .string(decision.text),
      "status": .string(status.rawValue),
      "findings": .array(findings.map(\.json)),
    ]
    for name in ["request", "requester", "issuer", "policy", "event", "serial", "decidedAt", "configuration", "demo"] {
      members[name] = opening[name] ?? .null
    }
    for name in ["approvedBy", "since"] { members[name] = opening[name] }
    if let due = opening["certification"]?["acceptanceDue"]?.text { members["acceptanceDue"] = .string(due) }
    if let certificate {
      let isStatement = opening["event"]?.text == StatementService.event
      members[isStatement ? "statement" : "certificate"] = .string(Base64.encode(certificate))
    }
    if let repeated { members["repeated"] = .bool(repeated) }
    return .object(members)
  }
}

extension DecisionDocument.Status: CustomStringConvertible {
  init(_ state: DecisionEntry.State) {
    switch state {
    case .refused: self = .refused
    case .pending: self = .pending
    case .concluded(.signed): self = .granted
    case .concluded(.notSigned): self = .notSigned
    case .concluded(.unknown): self = .outcomeUnknown
    case .concluded(.incident): self = .incident
    }
  }

  var description: String { rawValue }
}
