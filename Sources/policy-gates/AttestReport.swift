import Attestation
import Evidence
import PolicyGates

/// What becomes of one statement about one key.
struct AttestReport {
  /// The operand.
  let statement: String
  let verdict: OriginVerdict
  /// Why not, by name: a problem, a weakness or a claim.
  let reasons: [String]
  private let policy: String?
  private let attested: AttestedKey?
  private let device: DeviceRecord?
  private let findings: [Finding]
  /// What a statement that cannot be read shows instead of claims.
  private let error: String?

  init(
    statement: String, policy: String, attested: AttestedKey, device: DeviceRecord?, evaluation: Evaluation
  ) {
    self.statement = statement
    self.policy = policy
    self.attested = attested
    self.device = device
    findings = evaluation.findings
    verdict = OriginPolicy.verdict(on: attested, evaluation)
    let fields = evaluation.findings.filter { $0.severity == .error }.map { AttestReport.reason($0.field) }
    reasons = fields.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    error = nil
  }

  /// A statement that cannot be read.
  init(statement: String, malformed error: AttestationError) {
    self.init(statement, AttestReport.name(of: error), "\(error)")
  }

  /// A statement about a device alone.
  init(statement: String, aboutNoKey format: String?) {
    self.init(
      statement, AppraisalProblem.Kind.notAKeyAttestation.rawValue, "the statement is about no key")
  }

  private init(_ statement: String, _ reason: String, _ error: String) {
    self.statement = statement
    verdict = .reject
    reasons = [reason]
    policy = nil
    attested = nil
    device = nil
    findings = []
    self.error = error
  }

  private static func reason(_ field: String) -> String {
    field.hasPrefix("attestation.") ? String(field.dropFirst("attestation.".count)) : field
  }

  private static func name(of error: AttestationError) -> String {
    switch error {
    case .unknownFormat, .unrecognised: "unrecognised"
    case .malformed: "malformed"
    }
  }

  /// How to switch on a format that is off.
  private var hint: String? {
    guard attested?.problems.contains(where: { $0.kind == .formatOff }) == true else { return nil }
    return "--format pkix-evidence reads it under the arc of the draft's samples, --evidence-arc under another"
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "statement": .string(statement), "verdict": .string(verdict.rawValue),
      "reasons": .array(reasons.map { .string($0) }), "findings": .array(findings.map(AttestReport.json)),
    ]
    members["policy"] = policy.map { .string($0) }
    members["key"] = attested?.json
    members["deviceRecord"] = device.map { .string($0.id) }
    members["error"] = error.map { .string($0) }
    members["hint"] = hint.map { .string($0) }
    return .object(members)
  }

  private static func json(_ finding: Finding) -> JSONValue {
    .object([
      "rule": .string(finding.rule), "clause": .string(finding.clause), "severity": .string(finding.severity.rawValue),
      "field": .string(finding.field), "found": .string(finding.found), "required": .string(finding.required),
    ])
  }

  /// A line on the verdict, then the key, what is claimed of it, and what stands against it. What a statement says cannot
  /// move the cursor.
  var text: String {
    let why = reasons.isEmpty ? "" : ": \(reasons.joined(separator: ", "))"
    var lines = ["\(statement): \(verdict.rawValue)\(why)\(policy.map { " (policy \($0))" } ?? "")"]
    if let error { lines.append("  \(error)") }
    if let attested { lines += AttestReport.lines(attested) }
    if let device { lines.append("  record: \(device.id)") }
    lines += findings.map { "  \($0)" }
    if let hint { lines.append("  hint: \(hint)") }
    return lines.map(Terminal.escaped).joined(separator: "\n")
  }

  private static func lines(_ attested: AttestedKey) -> [String] {
    let name = attested.localName.map { ", \($0)" } ?? ""
    var lines = [
      "  key: \(attested.spkiSHA256.hex)\(name)",
      "  evidence: \(attested.format), \(attested.evidenceClass.rawValue)",
    ]
    if let signer = attested.signer { lines.append("  anchor: \(signer.anchor ?? "none")") }
    if let device = attested.device { lines.append("  device: \(device)") }
    let claims = ClaimName.allCases.filter { attested[$0].value != .unknown }
      .map { "\($0.rawValue) \(attested[$0].value.rawValue)" }
    if !claims.isEmpty { lines.append("  claims: \(claims.joined(separator: ", "))") }
    let control = [
      attested.control.userAuthentication.map { "user authentication \($0.value.rawValue)" },
      attested.control.presence.map { "presence \($0.value.rawValue)" },
      attested.control.protection.map { "protection \($0.value)" },
      attested.control.quorum.map { "quorum \($0.value)" },
    ].compactMap { $0 }
    if !control.isEmpty { lines.append("  control: \(control.joined(separator: ", "))") }
    return lines
  }
}
