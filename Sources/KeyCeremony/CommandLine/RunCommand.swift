internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records

/// `key-ceremony run`.
struct RunCommand {
  let screen: Screen
  let clock: CeremonyClock
  let openToken: Ceremony.TokenOpener

  func run(_ arguments: Arguments) async throws(CeremonyError) {
    ToolDigest.begin()
    let file = ScriptFile(arguments)
    let script = try file.read()
    let started = clock.now()
    let transcript =
      arguments["--transcript"]
      ?? FilePath.resolve("\(FilePath.stem(of: file.path))-\(started.compact).transcript.jsonl", in: file.folder)
    let ceremony = Ceremony(
      script: script, folder: file.folder, transcriptPath: transcript, screen: screen, clock: clock,
      openToken: openToken)
    let lines = try await ceremony.run()
    let last = lines.last?.record.hash.hex ?? ""
    screen.say("done: \(lines.count) records in \(transcript), the last with hash")
    screen.say("        \(last)")
    guard arguments.has(Option.json.name) else { return }
    screen.print(
      .object([
        "result": .string("done"), "script": .string(script.sha256.hex), "transcript": .string(transcript),
        "records": .integer(Int64(lines.count)), "lastHash": .string(last),
      ]))
  }
}

extension Instant {
  /// `20261120T120000.000Z`, for file names.
  fileprivate var compact: String {
    let milliseconds = String(nanoseconds / 1_000_000)
    let fraction = String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
    return Instant(seconds: seconds).description.filter { !"-:Z".contains($0) } + ".\(fraction)Z"
  }
}
