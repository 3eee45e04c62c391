internal import Documents
internal import Evidence

/// A file comes in on a named medium, or goes out on one: its digest is read aloud, compared with what the script
/// expects, and the file is copied where the script says so.
struct Media: AskingStep {
  static let verb = "media"

  enum Direction: String, CaseIterable, Sendable { case `in`, out }

  let head: StepHead
  let direction: Direction
  /// What stands on the medium, such as `USB stick A12`.
  let medium: String
  let file: String
  let expected: Digest?
  let copy: String?

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    direction = try fields.required("direction", as: .choice)
    medium = try fields.required("medium", as: .line)
    file = try fields.required("file", as: .line)
    expected = try fields.optional("sha256", as: .sha256)
    copy = try fields.optional("copy-to", as: .line)
  }

  var plan: [PlanLine] {
    var lines = [PlanLine(direction == .in ? "bring in" : "take out", file), PlanLine("medium", medium)]
    if let expected { lines.append(PlanLine("expect SHA-256", expected.hex)) }
    if let copy { lines.append(PlanLine("write", copy)) }
    return lines + [PlanLine("type", "the last word of the digest, once it is read aloud")]
  }

  func check(_ check: inout ScriptCheck) {
    let path = check.path(file)
    if direction == .out, !check.isOutput(file), !FilePath.exists(path) {
      check.problem("file", "no earlier step writes \"\(file)\", and it is not there")
    }
    if let expected, FilePath.exists(path), let found = try? DigestReading(path).digest, found != expected,
      !check.isRehearsal
    {
      check.problem("sha256", "\"\(path)\" has SHA-256 \(found.hex)")
    }
    if let copy { check.claimOutput("copy-to", copy) }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let reading = try DigestReading(room.path(file))
    var members = reading.json
    members["direction"] = .string(direction.rawValue)
    members["medium"] = .string(medium)
    if let expected, expected != reading.digest {
      let message = "\(reading.path) has SHA-256 \(reading.digest.hex), and the script expects \(expected.hex)"
      guard room.rehearsal else {
        throw try await room.refusal(message, hint: "this is not the file that was reviewed", found: members)
      }
      room.say("stand-in: \(FilePath.name(of: reading.path)) is not the file that the script expects")
    }
    members["typed"] = .string(
      try await room.ask(
        Question("last-word", "Type the last word of the digest", aloud: reading.aloud, .word(reading.lastWord))))
    guard let copy else { return try await room.witnessed(members) }
    try await room.note(.witnessed, members)
    try room.intentIsOnRecord(mayMake: [Remnant(.file, room.path(copy))])
    try room.performed(making: [])
    try await room.output(copy, reading.content)
    guard try DigestReading(room.path(copy)).digest == reading.digest else {
      throw CeremonyError(.store, "\(room.path(copy)) reads back otherwise than it was written")
    }
    try await room.done()
  }
}
