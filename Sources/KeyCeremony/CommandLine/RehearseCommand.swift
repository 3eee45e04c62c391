internal import CommandLineTools
internal import Evidence

extension Verb {
  static let rehearse = Verb(
    name: "rehearse", summary: "carry a script out on throw-away tokens",
    operands: ["SCRIPT"],
    options: [
      .workdir,
      Option("--after", "SCRIPT…", "rehearse this script first; may be repeated"),
      Option("--interactive", nil, "with people at the terminal, as on the day"),
      Option("--answers", "FILE", "answers from a sheet, where the script's own do not do"),
      Option("--keep", "DIR", "keep tokens, outputs and transcript in this new folder"),
      .json,
    ],
    description: """
      The same script, from its first check to its closed transcript, on tokens of
      SoftHSM in a folder of its own: with their labels, and PINs of the occasion.
      People sign with keys that are made for it. Keys of issuers that the script
      expects on a token are made beforehand and certified by themselves, unless a
      script under --after makes them. Files are read where they are, and written into
      the folder alone; what is not there yet gets a stand-in. All of it is marked as
      a rehearsal, and is thrown away unless --keep says otherwise.

      Shares and PINs are the rehearsal's own: custodians bring what a script under
      --after gave them here, or shares of a backup that is made for the occasion. No
      real share is asked for or read.

      The summary holds no keys, times and digests of the day: it can be compared.
      """)
}

/// `key-ceremony rehearse`.
struct RehearseCommand {
  private let surroundings: Surroundings

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  func run(_ arguments: Arguments) async throws(CeremonyError) {
    let file = ScriptFile(arguments)
    let script = try file.read()
    let sheet =
      try arguments[Option.answers.name].map { path throws(CeremonyError) in try AnswerSheet(file: path) } ?? .empty
    var terminal: Terminal?
    if arguments.has("--interactive") {
      guard let present = surroundings.terminal else {
        throw CeremonyError(.usage, "--interactive needs a terminal to type at")
      }
      terminal = present
    }
    var earlier: [Script] = []
    for path in arguments.all("--after") {
      do { earlier.append(try Script(yaml: try FilePath.read(path))) } catch {
        throw CeremonyError(error.kind, "\(path): \(error.message)", hint: error.hint)
      }
    }
    let scratch = try ScratchFolder(keeping: arguments["--keep"])
    defer { scratch.discard() }
    let shares = RehearsalShares()
    for (index, one) in earlier.enumerated() {
      let folder = FilePath.folder(of: arguments.all("--after")[index])
      let transcript = "\(scratch.work)/earlier-\(index + 1).transcript.jsonl"
      _ = try await rehearsal(one, folder, scratch, sheet, nil, shares).run(transcript: transcript)
    }
    let outcome: Rehearsal.Outcome
    do throws(CeremonyError) {
      outcome = try await rehearsal(script, file.folder, scratch, sheet, terminal, shares)
        .run(transcript: "\(scratch.work)/rehearsal.transcript.jsonl")
    } catch {
      throw CeremonyError(
        error.kind, "the rehearsal failed: \(error.message)",
        hint: "nothing of it counts; what an earlier script makes is there with --after, answers with --answers")
    }
    report(RehearsalSummary(script: script, outcome: outcome, scratch: scratch), arguments)
  }

  private func rehearsal(
    _ script: Script, _ folder: String, _ scratch: ScratchFolder, _ sheet: AnswerSheet, _ terminal: Terminal?,
    _ shares: RehearsalShares
  ) -> Rehearsal {
    Rehearsal(
      script: script, folder: folder, scratch: scratch, sheet: sheet, clock: surroundings.clock, terminal: terminal,
      screen: surroundings.screen, shares: shares)
  }

  private func report(_ summary: RehearsalSummary, _ arguments: Arguments) {
    guard !arguments.has(Option.json.name) else { return surroundings.screen.print(summary.json) }
    surroundings.screen.print(summary.text)
    surroundings.screen.say(summary.scratch.isKept ? "kept in \(summary.scratch.path)" : "all of it is thrown away")
  }
}

extension CommandLineTool {
  /// Runs `token init` as if from a command line, and says nothing.
  static func silently(_ words: String...) throws(CeremonyError) {
    let request: ToolDescription.Request
    do { request = try description.parse(words) } catch { throw CeremonyError(error) }
    guard case .run(_, let arguments) = request else { return }
    try TokenInitCommand(screen: Screen(showsProgress: false, output: { _ in }, errors: { _ in })).run(arguments)
  }
}
