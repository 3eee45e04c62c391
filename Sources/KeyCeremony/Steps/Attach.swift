internal import Documents
internal import Evidence
internal import Records

/// Puts a file on record by its digest, such as a photograph of a seal; on request the content itself.
struct Attach: AskingStep {
  static let verb = "attach"

  /// Bytes that a transcript takes of one file: it is read whole, and has to stay below `Transcript.longest`.
  static let keptAtMost = 1 << 22

  let head: StepHead
  let file: String
  /// What it shows.
  let about: String
  let keep: Bool

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    file = try fields.required("file", as: .line)
    about = try fields.required("about", as: .line)
    keep = try fields.optional("keep", as: .bool) ?? false
  }

  var plan: [PlanLine] {
    [
      PlanLine("attach", file), PlanLine("about", about),
      PlanLine("record", keep ? "its digest and its content" : "its digest"),
    ]
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    _ = try await room.ask(
      Question("there", "Type there once \(file) is in place", aloud: [about], .word("there")))
    let reading = try DigestReading(room.path(file))
    var members = reading.json
    members["about"] = .string(about)
    guard !keep || reading.content.count <= Attach.keptAtMost else {
      throw CeremonyError(
        .refused, "\(reading.path) has \(reading.content.count) bytes, and a transcript keeps \(Attach.keptAtMost)",
        hint: "bring a smaller one and carry on with 'resume'")
    }
    for line in reading.aloud { room.say(line) }
    guard keep else { return try await room.witnessed(members) }
    let blob = Blob(reading.content)
    members["content"] = .object(["sha256": .string(blob.address.hex)])
    try await room.witnessed(members, blobs: [blob])
  }
}
