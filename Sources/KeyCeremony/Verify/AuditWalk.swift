internal import Evidence
internal import Records

/// One step with the records that frame it.
struct StepTrace {
  let step: any CeremonyStep
  fileprivate(set) var lines: [(record: SealedRecord, body: JSONValue, blobs: [Blob])] = []
  fileprivate(set) var isDone = false

  func all(_ kind: RecordKind) -> [(record: SealedRecord, body: JSONValue, blobs: [Blob])] {
    lines.filter { $0.record.kind == kind }
  }

  /// The last word on each file: a step that was carried on may have made one anew in the place of another.
  var outputs: [(record: SealedRecord, body: JSONValue, blobs: [Blob])] {
    all(.outputWritten).lastOfEach { $0.body["path"] }
  }
}

// Whether the records are those of the script's steps, each done once and in order.
extension Audit {
  private static let betweenSteps: Set<RecordKind> = [
    .tokenOpened, .ceremonyResumed, .ceremonyFailed, .intentAbandoned, .ceremonyClosed, .transcriptSigned,
  ]

  mutating func walk() -> [StepTrace] {
    var traces = script.steps.map { StepTrace(step: $0) }
    var next = 0
    var isOpen = false
    var isClosed = false
    var hasFailed = false
    for (line, body) in zip(lines, bodies).dropFirst() {
      let (record, kind) = (line.record, line.record.kind)
      if isClosed, kind == .ceremonyFailed || kind == .ceremonyResumed {
        // Closed again before it was signed: the signatures at the end have to cover all of it.
        isClosed = false
        notice("it was interrupted between its end and the signatures over it, and closed again", record.sequence)
      } else if isClosed, kind != .transcriptSigned {
        error("a record of kind \(kind.rawValue) follows the end of the ceremony", record.sequence)
      }
      if hasFailed, kind != .ceremonyResumed {
        error("the ceremony had ended in a failure, and goes on without 'ceremony-resumed'", record.sequence)
      }
      hasFailed = kind == .ceremonyFailed
      noteInterruption(kind, body, record.sequence)
      switch kind {
      case .stepStarted:
        open(body, record.sequence, next, isOpen, traces)
        isOpen = true
      case .stepDone where !isOpen:
        error("a step is done that had not begun", record.sequence)
      case .ceremonyClosed: isClosed = true
      case .ceremonyResumed where body["script"]?.text != script.sha256.hex:
        error("it was carried on with another script", record.sequence)
      case _ where !isOpen && !Audit.betweenSteps.contains(kind):
        error("a record of kind \(kind.rawValue) stands outside every step", record.sequence)
      default: break
      }
      guard isOpen, traces.indices.contains(next) else { continue }
      if let named = body["step"]?.text, named != traces[next].step.id {
        error("it names step \(named) within step \(traces[next].step.id)", record.sequence)
      }
      traces[next].lines.append((record, body, line.blobs))
      if kind == .stepDone {
        traces[next].isDone = true
        (next, isOpen) = (next + 1, false)
      }
    }
    for trace in traces where !trace.isDone {
      error(
        "step \(trace.step.id) is not done", nil, "the ceremony is not at its end: 'key-ceremony resume' carries it on")
    }
    if !isClosed { error("the transcript has no end: the ceremony was not closed", nil, "'key-ceremony resume'") }
    return traces
  }

  private mutating func open(
    _ body: JSONValue, _ record: Int64, _ next: Int, _ isOpen: Bool, _ traces: [StepTrace]
  ) {
    guard traces.indices.contains(next) else { return error("a step that the script does not have", record) }
    let step = traces[next].step
    guard body["step"]?.text == step.id, body["verb"]?.text == type(of: step).verb,
      body["number"] == .integer(Int64(next + 1))
    else {
      return error("step \(body["step"]?.text ?? "?") begins where the script has \(step.id)", record)
    }
    // The same step begins again only after an interruption.
    let lastRun = traces[next].lines.last { $0.record.kind == .stepStarted || $0.record.kind == .ceremonyResumed }
    if isOpen, lastRun?.record.kind != .ceremonyResumed { error("step \(step.id) begins twice", record) }
  }

  private mutating func noteInterruption(_ kind: RecordKind, _ body: JSONValue, _ record: Int64) {
    switch kind {
    case .ceremonyFailed:
      let left = (body["leftBehind"]?.elements ?? []).compactMap { $0["name"]?.text }
      notice(
        "the ceremony stopped: \(body["reason"]?.text ?? "?")", record,
        left.isEmpty ? nil : "left behind at that moment: \(left.joined(separator: ", "))")
    case .ceremonyResumed:
      let torn = body["torn"]?.text ?? ""
      notice("the ceremony was carried on" + (torn.isEmpty ? "" : "; a torn last line was cut off and kept"), record)
    case .intentAbandoned:
      notice(
        "an intent to sign has no end: a signature may exist that was never released", record,
        "decision \(body["decision"]?.text ?? "?"): look for its serial number before the CA is used")
    case .keyRefused:
      notice("a key was made and refused: it stays on the token", record, "destroy \(body["label"]?.text ?? "it")")
    case .notSigned, .outcomeUnknown, .incident:
      notice("a signature came to nothing (\(kind.rawValue)): \(body["reason"]?.text ?? "?")", record)
    default: break
    }
  }

  /// An error, unless the ceremony stopped there: a wrong clock is noticed after a few records at the latest, by the watch
  /// over it or by the gates, and whoever carried the ceremony on had set it right.
  private mutating func clockError(_ what: String, _ record: Int64, _ advice: String? = nil) {
    let stops = lines.filter { $0.record.kind == .ceremonyFailed }.map(\.record.sequence)
    guard stops.contains(where: { ($0 - 4...$0 + 2).contains(record) }) else { return error(what, record, advice) }
    notice("\(what); the ceremony stopped there, and was carried on", record, advice)
  }

  /// The two clocks against each other, and each against running backwards.
  mutating func examineClock() {
    var watch = ClockWatch()
    var last: (time: Instant, monotonic: Int64)?
    for (line, body) in zip(lines, bodies) {
      let record = line.record
      if record.kind == .ceremonyResumed {
        watch = ClockWatch()
        last = last.map { ($0.time, Int64.min) }
      }
      if let last, record.time < last.time.adding(seconds: -Int64(ClockWatch.tolerance)) {
        clockError("it is older than the record before: \(record.time) after \(last.time)", record.sequence)
      }
      guard case .integer(let monotonic)? = body["monotonic"] else { continue }
      if let last, monotonic < last.monotonic { error("the monotonic clock ran backwards", record.sequence) }
      if let jump = watch.jump(now: record.time, monotonic: monotonic) {
        clockError(
          "the clock jumped by \(Int(jump.rounded())) s since the record before", record.sequence,
          "the times from here on are not proven")
      }
      last = (record.time, monotonic)
    }
  }
}
