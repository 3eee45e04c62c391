internal import Evidence
internal import Records

/// What a rehearsal showed, in lines that are the same each time: no keys, times and digests of the day.
struct RehearsalSummary {
  let script: Script
  let outcome: Rehearsal.Outcome
  let scratch: ScratchFolder

  var text: String {
    var lines = [
      "REHEARSAL of \(script.name) (\(script.kind.rawValue)): nothing of it counts", "script \(script.sha256)",
    ]
    lines += outcome.standIns.map { "stand-in: \($0)" }
    let evidence = StepEvidence.read(outcome.lines)
    for (index, step) in script.steps.enumerated() {
      lines += ["", "[\(index + 1)/\(script.steps.count)] \(step.id): \(type(of: step).verb)"]
      lines += evidence.first { $0.step == step.id }.map(rows) ?? ["  not reached"]
    }
    let signed = outcome.lines.filter { $0.record.kind == .transcriptSigned }.compactMap {
      $0.record.value?["role"]?.text
    }
    lines += ["", "every step was carried out; transcript of \(outcome.lines.count) records"]
    if !signed.isEmpty { lines.append("signed by \(signed.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
      "result": .string("done"), "rehearsal": .bool(true), "script": .string(script.sha256.hex),
      "standIns": .array(outcome.standIns.map(JSONValue.string)), "records": .integer(Int64(outcome.lines.count)),
      "steps": .array(
        StepEvidence.read(outcome.lines).map { step in
          .object([
            "id": .string(step.step), "done": .bool(step.isDone),
            "made": .array(step.made.map { .string(relative($0.description)) }),
          ])
        }),
      "kept": scratch.isKept ? .string(scratch.path) : .null,
    ])
  }

  private func rows(_ evidence: StepEvidence) -> [String] {
    var rows: [String] = []
    let roles = evidence.all(.stepApproved).compactMap { $0["role"]?.text }
    if !roles.isEmpty { rows.append("  approved   \(roles.joined(separator: ", "))") }
    let answers = evidence.all(.witnessed).count
    if answers > 0 { rows.append("  witnessed  \(answers == 1 ? "once" : "\(answers) times")") }
    rows += evidence.made.map { "  made       \(relative($0.description))" }
    if rows.isEmpty { rows.append("  done") }
    return rows
  }

  /// Without the folder of the day.
  private func relative(_ text: String) -> String { text.replacing("\(scratch.work)/", with: "") }
}
