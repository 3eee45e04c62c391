internal import Evidence
internal import Glibc

/// The tool `key-ceremony` as a function of its arguments.
public struct CommandLineTool: Sendable {
  private let screen: Screen
  private let clock: @Sendable () -> Instant

  public init() {
    self.init(screen: .standard, clock: SystemClock.now)
  }

  init(screen: Screen, clock: @escaping @Sendable () -> Instant) {
    self.screen = screen
    self.clock = clock
  }

  /// Runs and returns the exit code. `arguments` are those after the tool's name.
  public func run(_ arguments: [String]) async -> Int32 {
    let json = arguments.contains("--json")
    do {
      try dispatch(arguments)
      return 0
    } catch {
      report(error, json: json)
      return error.exitCode
    }
  }

  private func dispatch(_ arguments: [String]) throws(CeremonyError) {
    guard !arguments.isEmpty else {
      throw CeremonyError(.usage, "no verb", hint: "key-ceremony --help")
    }
    guard arguments != ["--help"], arguments != ["-h"] else { return screen.print(CommandLineTool.help) }
    guard let verb = Verb.all.first(where: { arguments.starts(with: $0.words) }) else {
      throw CeremonyError(.usage, "unknown verb \(arguments[0])", hint: "key-ceremony --help")
    }
    let words = arguments.dropFirst(verb.words.count)
    guard !words.contains("--help"), !words.contains("-h") else { return screen.print(verb.help) }
    let parsed = try Arguments(words, of: verb)
    let screen = parsed.has("--json") ? self.screen.withoutProgress : self.screen
    try CheckCommand(screen: screen, now: clock()).run(parsed)
  }

  /// Errors go where people look; with `--json` the object on standard output says the same.
  private func report(_ error: CeremonyError, json: Bool) {
    guard json else { return screen.complain("key-ceremony: \(error)") }
    let members: [String: JSONValue] = [
      "result": .string("failed"), "exitCode": .integer(Int64(error.exitCode)), "error": .string(error.message),
      "hint": error.hint.map(JSONValue.string) ?? .null,
    ]
    screen.print(JSONValue.object(members))
  }

  static let exitCodes = """
    exit codes: 0 done, 1 refused, 2 usage or unreadable input, 3 token,
                4 transcript or output file
    """

  static var help: String {
    let width = Verb.all.map { $0.synopsis.count }.max() ?? 0
    let verbs = Verb.all.map { verb in
      "  \(verb.synopsis)\(String(repeating: " ", count: width - verb.synopsis.count + 2))\(verb.summary)"
    }
    return """
      usage: key-ceremony VERB [OPTIONS]

      Carries out CA key ceremonies on PKCS#11 tokens. One reviewed script is the whole
      input, and a hash-chained transcript is the record.

      verbs:
      \(verbs.joined(separator: "\n"))

      'key-ceremony VERB --help' tells the options of a verb.

      \(exitCodes)

      """
  }
}

extension Verb {
  fileprivate var words: [String] { name.split(separator: " ").map { String($0) } }

  fileprivate var synopsis: String { ([name] + operands).joined(separator: " ") }
}
