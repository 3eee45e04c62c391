import CommandLineTools
import Evidence
import PolicyGates

/// What the gates say of one certificate.
struct LintReport: Sendable {
  let name: CertificateName
  /// Nil where neither the caller nor the certificate names one.
  let policy: CertificatePolicy?
  let isNamedByCertificate: Bool
  let evaluation: Evaluation
  /// What is wrong with a file that cannot be read.
  var problem: String?
  /// Checks that a gate left out.
  var omitted: [String] = []

  private var verdict: String { evaluation.admits ? "admit" : "refuse" }
  private var notEvaluated: [String] { CertificateLint.notEvaluated(by: evaluation) + omitted }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "file": .string(name.file), "policy": policy.map { .string($0.rawValue) } ?? .null,
      "gates": .array(evaluation.gates.map { .string($0) }), "notEvaluated": .array(notEvaluated.map { .string($0) }),
      "verdict": .string(verdict), "findings": .array(evaluation.findings.map(LintReport.json)),
    ]
    if let block = name.block { members["block"] = .integer(Int64(block)) }
    if isNamedByCertificate { members["policyFrom"] = .string("certificate") }
    return .object(members)
  }

  private static func json(_ finding: Finding) -> JSONValue {
    .object([
      "rule": .string(finding.rule), "clause": .string(finding.clause), "severity": .string(finding.severity.rawValue),
      "field": .string(finding.field), "found": .string(finding.found), "required": .string(finding.required),
    ])
  }

  /// A line on the verdict and one for each finding. What a certificate says cannot move the cursor.
  var text: String {
    let claim = policy.map { "\($0.rawValue)\(isNamedByCertificate ? ", as the certificate names it" : "")" }
    let gates = evaluation.gates.isEmpty ? "none" : evaluation.gates.joined(separator: ", ")
    let head = "\(name): \(verdict) (policy \(claim ?? "unknown"); gates \(gates); "
    let lines =
      [head + "not evaluated \(notEvaluated.joined(separator: ", ")))"] + evaluation.findings.map { "  \($0)" }
    return lines.map(Terminal.escaped).joined(separator: "\n")
  }
}
