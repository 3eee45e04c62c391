internal import CommandLineTools
internal import Evidence
internal import Records

extension Verb {
  static let resume = Verb(
    name: "resume", summary: "carry on a ceremony that was interrupted",
    operands: ["SCRIPT"],
    options: [
      .workdir,
      Option("--transcript", "FILE", "the transcript of the interrupted run"),
      .json,
    ],
    description: """
      Reads the transcript, checks that it is whole and of this very script, and goes
      on with the first step that is not done. What is on record is not done again: a
      key that was made is taken, a certificate that was signed is written out. Where
      a signature may have been made and is not on record, that is put on record.
      """)
}

/// `key-ceremony resume`.
struct ResumeCommand {
  let screen: Screen
  let clock: CeremonyClock
  let openToken: Ceremony.TokenOpener

  func run(_ arguments: Arguments) async throws(CeremonyError) {
    let transcript: String
    do { transcript = try arguments.required("--transcript") } catch { throw CeremonyError(error) }
    let file = ScriptFile(arguments)
    let ceremony = Ceremony(
      script: try file.read(), folder: file.folder, transcriptPath: transcript, screen: screen, clock: clock,
      openToken: openToken)
    let lines = try await ceremony.resume()
    let last = lines.last?.record.hash.hex ?? ""
    screen.say("done: \(lines.count) records in \(transcript), the last with hash")
    screen.say("        \(last)")
    guard arguments.has(Option.json.name) else { return }
    screen.print(
      .object([
        "result": .string("done"), "script": .string(ceremony.script.sha256.hex), "transcript": .string(transcript),
        "records": .integer(Int64(lines.count)), "lastHash": .string(last),
      ]))
  }
}
