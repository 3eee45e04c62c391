internal import CommandLineTools

extension Verb {
  static let print = Verb(
    name: "print", summary: "write the paper script: HTML, made for print",
    operands: ["SCRIPT"],
    options: [
      .workdir,
      Option("--out", "FILE", "where the page goes; refused where something is there"),
      Option("--paper", "SIZE", "a4 (default) or letter"),
    ],
    description: """
      What everybody in the room holds: the script's digest in hex and words, people
      and roles with room for their signatures, materials, each step with what is said
      aloud, what is expected and room for what is observed, initials and times,
      exception sheets, and a glossary. One file, black and white, without anything
      from elsewhere; print it from any browser.
      """)
}

/// `key-ceremony print`.
struct PrintCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(CeremonyError) {
    let out: String
    let size: PaperScript.Size
    do throws(UsageError) {
      out = try arguments.required("--out")
      switch arguments["--paper"] {
      case nil, "a4": size = .a4
      case "letter": size = .letter
      default: throw arguments.misuse("--paper must be a4 or letter")
      }
    } catch { throw CeremonyError(error) }
    let script = try ScriptFile(arguments).read()
    try DurableFile.create(out, Array(PaperScript(script: script, size: size).html.utf8))
    screen.say("written: \(out)")
    screen.say("script \(script.sha256)")
  }
}
