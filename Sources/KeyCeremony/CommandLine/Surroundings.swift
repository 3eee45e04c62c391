internal import CommandLineTools
internal import Evidence
internal import Records

/// What a command that holds a ceremony finds around it.
struct Surroundings {
  let screen: Screen
  let clock: CeremonyClock
  /// Where people type; nil where nobody can.
  let terminal: Terminal?
  let openToken: Ceremony.TokenOpener

  /// Holds a ceremony with the people of its script, and says how its transcript ends.
  func hold(
    _ script: Script, _ file: ScriptFile, _ transcript: String, _ arguments: Arguments,
    _ act: (Ceremony) async throws(CeremonyError) -> [Transcript.Line]
  ) async throws(CeremonyError) {
    let room = try RoomChoice(
      script, answers: arguments[Option.answers.name], folder: file.folder, screen: screen, terminal: terminal)
    let ceremony = Ceremony(
      script: script, folder: file.folder, transcriptPath: transcript, screen: room.screen, clock: clock,
      conductor: room.conductor, isAnsweredBySheet: room.isSheet, openToken: openToken)
    let lines = try await act(ceremony)
    let last = lines.last?.record.hash
    try room.finish(with: last)
    room.screen.say("done: \(lines.count) records in \(transcript), the last with hash")
    room.screen.say("        \(last?.hex ?? "")")
    guard arguments.has(Option.json.name) else { return }
    screen.print(
      .object([
        "result": .string("done"), "script": .string(script.sha256.hex), "transcript": .string(transcript),
        "records": .integer(Int64(lines.count)), "lastHash": .string(last?.hex ?? ""),
      ]))
  }
}
