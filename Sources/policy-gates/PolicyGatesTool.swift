import CommandLineTools
import Evidence
import PolicyGates

/// How the tool ends; a file that cannot be read outweighs a refusal, as its verdict is not known.
enum ExitCode: Int32 {
  case admitted = 0
  case refused = 1
  case unusable = 2
}

/// The tool without its process: words in, lines and an exit code out.
struct PolicyGatesTool {
  let screen: Screen
  /// The present time, for a verb that judges by it.
  let now: @Sendable () -> Instant
  /// Nil where nobody watches.
  var progress: Progress?

  static let description = ToolDescription(
    name: "policy-gates",
    purpose: """
      Judges certificates and key attestations by the rules that the gateway judges by, before or
      after they are signed. Nothing here signs, and nothing asks a network or a token; the clock is
      asked by attest alone, where no time is given.
      """,
    verbs: [LintCommand.verb, AttestCommand.verb, ReplayCommand.verb, RulesCommand.verb],
    exitCodes: """
      exit codes: 0 all certificates admitted, all keys accepted; 1 some refused, or not
      verifiable; 2 wrong usage or a file that cannot be read (the others are judged all the same).
      """)

  func run(_ words: [String]) -> Int32 {
    do {
      switch try Self.description.parse(words) {
      case .tell(let text):
        screen.print(text)
        return ExitCode.admitted.rawValue
      case .run(let verb, let arguments):
        let code = try run(verb, arguments)
        return code.rawValue
      }
    } catch {
      screen.complain("policy-gates: \(error)")
      return ExitCode.unusable.rawValue
    }
  }

  private func run(_ verb: Verb, _ arguments: Arguments) throws(UsageError) -> ExitCode {
    switch verb.name {
    case LintCommand.verb.name: try LintCommand(screen: screen, progress: progress).run(arguments)
    case AttestCommand.verb.name: try AttestCommand(screen: screen, now: now).run(arguments)
    case ReplayCommand.verb.name: try ReplayCommand(screen: screen).run(arguments)
    default: try RulesCommand(screen: screen).run(arguments)
    }
  }
}
