internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records

extension Verb {
  static let status = Verb(
    name: "status", summary: "say where a ceremony stands, and what comes next",
    operands: ["TRANSCRIPT"],
    options: [.json],
    description: """
      Reads a transcript, of a ceremony that runs, was interrupted, failed or is
      closed: the steps that are done, the one that was begun, what is left behind,
      and what comes next. It checks the chain of the records; 'verify' judges them.
      """)
}

/// `key-ceremony status`.
struct StatusCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(CeremonyError) {
    let path = arguments.operands[0]
    let status = try CeremonyStatus(path, try FilePath.read(path, limit: Transcript.longest))
    if arguments.has(Option.json.name) { screen.print(status.json) } else { screen.print(status.text) }
  }
}

/// Where a ceremony stands, by its transcript alone.
struct CeremonyStatus {
  enum State: String {
    case closed
    /// It ended before its last step, and said so.
    case stopped
    /// It runs, or its process or machine was gone at once: the transcript cannot tell.
    case open
  }

  let path: String
  let script: Script
  let state: State
  let isRehearsal: Bool
  private let records: [SealedRecord]
  private let steps: [StepEvidence]
  /// Bytes of a last line that was not finished.
  private let torn: Int

  init(_ path: String, _ bytes: [UInt8]) throws(CeremonyError) {
    self.path = path
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { Array(bytes[...$0]) } ?? []
    torn = bytes.count - whole.count
    let lines: [Transcript.Line]
    do { lines = try Transcript.verified(whole) } catch {
      throw CeremonyError(.refused, "\(path) is no whole transcript: \(error)")
    }
    guard let first = lines.first, first.record.kind == .ceremonyStarted, let source = first.blobs.first?.content else {
      throw CeremonyError(.refused, "\(path) does not begin with the start of a ceremony")
    }
    script = try Script(yaml: source)
    isRehearsal = first.record.value?["rehearsal"] == .bool(true)
    records = lines.map(\.record)
    steps = StepEvidence.read(lines)
    let end = records.last { [.ceremonyClosed, .ceremonyFailed, .ceremonyResumed].contains($0.kind) }
    state = end?.kind == .ceremonyClosed ? .closed : end?.kind == .ceremonyFailed ? .stopped : .open
  }

  private var done: Int { script.steps.prefix { step in steps.contains { $0.step == step.id && $0.isDone } }.count }

  /// The step that comes next; nil where all are done.
  private var next: (any CeremonyStep)? { script.steps.dropFirst(done).first }

  private var begun: StepEvidence? { steps.first { $0.step == next?.id && $0.hasBegun } }

  /// What the done steps made, and what the one that was begun made or may have made.
  private var leftBehind: [String] {
    guard state != .closed else { return [] }
    if state == .stopped, let failure = records.last(where: { $0.kind == .ceremonyFailed })?.value {
      return (failure["leftBehind"]?.elements ?? []).compactMap { value in
        guard let kind = value["kind"]?.text, let name = value["name"]?.text else { return nil }
        return "\(value["certain"] == .bool(false) ? "perhaps " : "")\(kind) \(name)"
      }
    }
    return steps.filter(\.isDone).flatMap(\.made).map(\.description) + (begun.map { ["perhaps of \($0.step)"] } ?? [])
  }

  private var reason: String? {
    state == .stopped ? records.last { $0.kind == .ceremonyFailed }?.value?["reason"]?.text : nil
  }

  private var signers: [String] {
    records.filter { $0.kind == .transcriptSigned }.compactMap { $0.value?["person"]?.text }
  }

  private var unsigned: [String] {
    guard state == .closed, !isRehearsal else { return [] }
    return script.closers(among: script.people).map(\.person.id).filter { !signers.contains($0) }
  }

  private var summary: String {
    switch state {
    case .closed: "closed; all \(script.steps.count) steps are done"
    case .stopped: "stopped; \(done) of \(script.steps.count) steps are done"
    case .open: "not ended: it runs, or was interrupted; \(done) of \(script.steps.count) steps are done"
    }
  }

  var text: String {
    var lines = [
      "\(script.name) (\(script.kind.rawValue)\(isRehearsal ? ", REHEARSAL" : script.demo ? ", demonstration" : ""))",
      summary, "script \(script.sha256)",
    ]
    if let last = records.last {
      lines.append("last record: number \(last.sequence), \(last.kind.rawValue), \(last.time)")
      lines.append("        \(last.hash.hex)")
    }
    if torn > 0 { lines.append("a last line of \(torn) bytes was not finished, and does not count") }
    lines.append("")
    for (index, step) in script.steps.enumerated() {
      let mark = index < done ? "done " : index > done ? "     " : begun == nil ? "next " : "begun"
      lines.append("  \(mark)  \(index + 1) \(step.id): \(type(of: step).verb)")
    }
    lines.append("")
    if let reason { lines.append("reason: \(reason)") }
    let deviations = records.filter { $0.kind == .deviation }
    for deviation in deviations {
      lines.append("deviation: \(deviation.value?["reason"]?.text ?? "") (\(deviation.value?["person"]?.text ?? ""))")
    }
    if state == .closed {
      if !signers.isEmpty { lines.append("signed by \(signers.joined(separator: ", "))") }
      for id in unsigned { lines.append("not signed by \(id)") }
    } else {
      lines += leftBehind.isEmpty ? ["left behind: nothing"] : leftBehind.map { "left behind: \($0)" }
      lines.append("carry on: key-ceremony resume SCRIPT --transcript \(path)")
    }
    while lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
      "ceremony": .string(script.name), "state": .string(state.rawValue), "rehearsal": .bool(isRehearsal),
      "script": .string(script.sha256.hex), "records": .integer(Int64(records.count)),
      "lastHash": records.last.map { .string($0.hash.hex) } ?? .null, "tornBytes": .integer(Int64(torn)),
      "stepsDone": .integer(Int64(done)), "steps": .integer(Int64(script.steps.count)),
      "next": next.map { .string($0.id) } ?? .null, "hasBegunNext": .bool(begun != nil),
      "leftBehind": .array(leftBehind.map(JSONValue.string)), "reason": reason.map(JSONValue.string) ?? .null,
      "deviations": .integer(Int64(records.count { $0.kind == .deviation })),
      "signedBy": .array(signers.map(JSONValue.string)), "notSignedBy": .array(unsigned.map(JSONValue.string)),
    ])
  }
}
