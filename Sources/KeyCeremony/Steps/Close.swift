internal import Documents
internal import Evidence
internal import Records

/// The last look: every output as it is on disk, with its digest, and who takes what home.
struct Close: AskingStep {
  static let verb = "close"

  /// Something that somebody takes along.
  struct HandOver: Sendable {
    let item: String
    let person: String
  }

  let head: StepHead
  let handOvers: [HandOver]

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    handOvers =
      try fields.optional(
        "hand-over",
        as: .list(
          of: .object { fields throws(DocumentError) in
            HandOver(
              item: try fields.required("item", as: .line), person: try fields.required("to", as: .identifier))
          }, count: 1...64)) ?? []
  }

  var plan: [PlanLine] {
    [PlanLine("look", "at every output, and compare it with its record")]
      + handOvers.map { PlanLine("hand over", "\($0.item) to \($0.person)") }
      + [PlanLine("type", "close")]
  }

  func check(_ check: inout ScriptCheck) {
    if check.script.steps.last?.id != id { check.problem("verb", "nothing comes after 'close': make it the last step") }
    for one in handOvers where check.script.people[one.person] == nil {
      check.problem("hand-over", "nobody in the script has the id \"\(one.person)\"")
    }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    var taken: [JSONValue] = []
    for (index, one) in handOvers.enumerated() {
      let name = room.name(one.person)
      _ = try await room.ask(
        Question(
          "handed-\(index + 1)", "Type taken once \(name) has it", aloud: ["\(name) takes \(one.item)"],
          .word("taken")))
      taken.append(.object(["item": .string(one.item), "person": .string(one.person)]))
    }
    // Looked at last: nothing may happen to them after this.
    var aloud: [String] = []
    var outputs: [JSONValue] = []
    for output in try await room.writtenOutputs() {
      aloud += output.aloud
      outputs.append(.object(output.json))
    }
    _ = try await room.ask(
      Question(
        "close", "Type close to end the ceremony", aloud: aloud.isEmpty ? ["There are no outputs."] : aloud,
        .word("close")))
    try await room.witnessed(["outputs": .array(outputs), "handedOver": .array(taken)])
  }
}

extension CeremonyRoom {
  /// Every output of the ceremony, those of interrupted runs included, read again; throws where one was changed.
  /// What was made anew after an interruption counts as it was written last.
  fileprivate func writtenOutputs() async throws(CeremonyError) -> [DigestReading] {
    var readings: [DigestReading] = []
    let written = await transcript.records(from: 1, limit: .max).filter { $0.kind == .outputWritten }
    for record in written.compactMap(\.value).lastOfEach({ $0["path"] }) {
      guard let path = record["path"]?.text else { continue }
      let reading = try DigestReading(path)
      guard record["contentSHA256"]?.text == reading.digest.hex else {
        throw CeremonyError(
          .refused, "\(path) is not as it was written", hint: "bring back the file and carry on with 'resume'")
      }
      readings.append(reading)
    }
    return readings
  }
}
