import Assembly
import CommandLineTools
import Documents
import Evidence
import PolicyGates
import Records

/// `policy-gates replay`.
struct ReplayCommand {
  let screen: Screen

  static let verb = Verb(
    name: "replay", summary: "judge a recorded decision again from its raw evidence", operands: ["RECORD"],
    options: [
      Option("--baseline", "BASELINE", "say too what these editions would say: etsi-2026 or cir-2025-1943"),
      Option("--format", "FORMAT", "text or json; else text"),
    ],
    description: """
      RECORD is what 'signing-gateway log export' wrote. Its records are checked against
      their hashes and its evidence against the records; then the gates of this version
      judge the same evidence under the terms of the decision. Exit code 0: same verdict,
      gates and findings; 1: they differ, and how; 2: RECORD is damaged or cannot be read.
      What another baseline would say changes no exit code.
      """)

  private enum Format: String, CaseIterable { case text, json }

  func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let baseline: Baseline? = try LintSettings.choice("--baseline", arguments)
    let format: Format = try LintSettings.choice("--format", arguments) ?? .text
    let path = arguments.operands.first ?? ""
    let export: DecisionExport
    let replay: Replay
    do {
      export = try DecisionExport(json: try InputFile.read(path, limit: 1 << 28))
      guard export.faults.isEmpty else {
        for fault in export.faults { screen.complain("policy-gates: \(path): \(Terminal.escaped(fault))") }
        return .unusable
      }
      replay = try Replay(export)
    } catch {
      screen.complain("policy-gates: \(path): \(Terminal.escaped("\(error)"))")
      return .unusable
    }
    let report = ReplayReport(export: export, replay: replay, other: baseline.map { ($0, replay.verdict(under: $0)) })
    if format == .json { screen.print(report.json) } else { screen.print(report.text) }
    return replay.recorded == replay.replayed ? .admitted : .refused
  }
}

/// What a replay says beside the record.
private struct ReplayReport {
  let export: DecisionExport
  let replay: Replay
  let other: (baseline: Baseline, verdict: Replay.Verdict)?

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "decision": .string(export.decision.text), "policy": .string(replay.policy),
      "decidedAt": .string(replay.decidedAt.description), "baseline": .string(replay.terms.baseline.rawValue),
      "recordsVerified": .integer(Int64(export.records.count)), "blobsVerified": .integer(Int64(export.blobs.count)),
      "same": .bool(replay.recorded == replay.replayed), "recorded": json(replay.recorded),
      "replayed": json(replay.replayed),
    ]
    if let other {
      members["other"] = .object(["baseline": .string(other.baseline.rawValue), "result": json(other.verdict)])
    }
    return .object(members)
  }

  private func json(_ verdict: Replay.Verdict) -> JSONValue {
    .object([
      "verdict": .string(word(verdict)), "gates": .array(verdict.gates.map(JSONValue.string)),
      "findings": .array(verdict.findings.map(\.json)),
    ])
  }

  var text: String {
    var lines = [
      "decision \(export.decision.text), \(replay.policy), \(replay.decidedAt): \(export.records.count) records and "
        + "\(export.blobs.count) blobs are as they were sealed",
      "recorded: \(word(replay.recorded)), \(replay.recorded.findings.count) findings (\(replay.terms.baseline.rawValue))",
      "replayed: \(word(replay.replayed)), \(replay.replayed.findings.count) findings",
    ]
    lines += difference(from: replay.recorded, to: replay.replayed)
    lines.append(replay.recorded == replay.replayed ? "same verdict, gates and findings" : "the replay differs")
    if let other {
      lines.append("under \(other.baseline.rawValue): \(word(other.verdict)), \(other.verdict.findings.count) findings")
      lines += difference(from: replay.replayed, to: other.verdict)
    }
    return lines.map(Terminal.escaped).joined(separator: "\n")
  }

  private func word(_ verdict: Replay.Verdict) -> String { verdict.admits ? "admit" : "refuse" }

  private func difference(from old: Replay.Verdict, to new: Replay.Verdict) -> [String] {
    let gates =
      old.gates == new.gates
      ? [] : ["  gates: \(old.gates.joined(separator: ", ")); now \(new.gates.joined(separator: ", "))"]
    return gates + old.findings(notIn: new).map { "  - \(line($0))" }
      + new.findings(notIn: old).map { "  + \(line($0))" }
  }

  private func line(_ finding: RecordedFinding) -> String {
    "\(finding.rule) [\(finding.clause)] \(finding.severity): \(finding.field) is \(finding.found), must be \(finding.required)"
  }
}
