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
      .answers,
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
  private let surroundings: Surroundings

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  func run(_ arguments: Arguments) async throws(CeremonyError) {
    let transcript: String
    do { transcript = try arguments.required("--transcript") } catch { throw CeremonyError(error) }
    let file = ScriptFile(arguments)
    try await surroundings.hold(try file.read(), file, transcript, arguments) { ceremony throws(CeremonyError) in
      try await ceremony.resume()
    }
  }
}
