internal import Evidence
internal import Records

/// What a transcript holds of one step: the records from its `step-started` to its `step-done`, or to the end.
struct StepEvidence: Sendable {
  let step: String
  let lines: [Transcript.Line]

  var isDone: Bool { lines.contains { $0.record.kind == .stepDone } }

  /// Whether more happened than approvals: something may have been made.
  var hasBegun: Bool {
    lines.contains { !RecordKind.beforeActing.contains($0.record.kind) }
  }

  /// The body of the last record of a kind.
  func last(_ kind: RecordKind) -> JSONValue? { all(kind).last }

  func all(_ kind: RecordKind) -> [JSONValue] { lines.filter { $0.record.kind == kind }.compactMap(\.record.value) }

  /// The last word on each file that the step wrote.
  var outputs: [JSONValue] {
    all(.outputWritten).lastOfEach { $0["path"] }
  }

  /// What the step made, by its `step-done`.
  var made: [Remnant] {
    (last(.stepDone)?["made"]?.elements ?? []).compactMap { value in
      guard let kind = value["kind"]?.text.flatMap(Remnant.Kind.init(rawValue:)), let name = value["name"]?.text
      else { return nil }
      return Remnant(kind, name)
    }
  }

  /// Decisions whose intent is on record without an end.
  var pending: [String] {
    let ends: Set<RecordKind> = [.outcome, .notSigned, .outcomeUnknown, .incident, .intentAbandoned]
    let ended = Set(ends.flatMap { all($0).compactMap { $0["decision"]?.text } })
    return all(.intent).compactMap { $0["decision"]?.text }.filter { !ended.contains($0) }
  }

  /// The steps of a transcript in their order. Several runs of one step are one evidence.
  static func read(_ lines: [Transcript.Line]) -> [StepEvidence] {
    var order: [String] = []
    var found: [String: [Transcript.Line]] = [:]
    var present: String?
    for line in lines {
      if line.record.kind == .stepStarted, let id = line.record.value?["step"]?.text {
        present = id
        if found[id] == nil { order.append(id) }
      }
      if let present { found[present, default: []].append(line) }
      if line.record.kind == .stepDone { present = nil }
    }
    return order.map { StepEvidence(step: $0, lines: found[$0] ?? []) }
  }
}

extension Array {
  /// Of elements that share a key the last one, in order: a step that was carried on may have made a file anew.
  func lastOfEach(_ key: (Element) -> some Hashable) -> [Element] {
    let last = Dictionary(enumerated().map { (AnyHashable(key($1)), $0) }) { _, later in later }
    return last.values.sorted().map { self[$0] }
  }
}
