internal import CommandLineTools
internal import Evidence

/// The tool `key-ceremony` as a function of its arguments.
public struct CommandLineTool: Sendable {
  private let screen: Screen
  private let clock: CeremonyClock
  private let terminal: Terminal?
  private let openToken: Ceremony.TokenOpener

  public init() {
    self.init(screen: .standard, clock: .system, terminal: .standard(), openToken: HSMToken.open)
  }

  init(screen: Screen, clock: CeremonyClock, terminal: Terminal? = nil, openToken: @escaping Ceremony.TokenOpener) {
    self.terminal = terminal
    self.screen = screen
    self.clock = clock
    self.openToken = openToken
  }

  /// Runs and returns the exit code. `arguments` are those after the tool's name.
  public func run(_ arguments: [String]) async -> Int32 {
    do throws(CeremonyError) {
      try await dispatch(arguments)
      return 0
    } catch {
      report(error, json: arguments.contains(Option.json.name))
      return error.exitCode
    }
  }

  private func dispatch(_ words: [String]) async throws(CeremonyError) {
    let request: ToolDescription.Request
    do { request = try CommandLineTool.description.parse(words) } catch { throw CeremonyError(error) }
    switch request {
    case .tell(let text): screen.print(text)
    case .run(let verb, let arguments):
      let screen = arguments.has(Option.json.name) ? self.screen.withoutProgress : self.screen
      switch verb.name {
      case Verb.check.name: try CheckCommand(screen: screen, now: clock.now()).run(arguments)
      case Verb.run.name: try await RunCommand(surroundings(screen)).run(arguments)
      case Verb.resume.name: try await ResumeCommand(surroundings(screen)).run(arguments)
      case Verb.print.name: try PrintCommand(screen: screen).run(arguments)
      case Verb.status.name: try StatusCommand(screen: screen).run(arguments)
      case Verb.rehearse.name: try await RehearseCommand(surroundings(screen)).run(arguments)
      case Verb.verify.name: try VerifyCommand(screen: screen).run(arguments)
      case Verb.report.name: try ReportCommand(screen: screen, now: clock.now()).report(arguments)
      case Verb.reportSign.name: try await ReportCommand(screen: screen, now: clock.now()).sign(arguments)
      case Verb.timestamp.name: try TimestampCommand(screen: screen).run(arguments)
      case Verb.bundle.name: try ReportCommand(screen: screen, now: clock.now()).bundle(arguments)
      case Verb.inventory.name: try await InventoryCommand(screen: screen, openToken: openToken).run(arguments)
      case Verb.peopleMakeKey.name: try PeopleCommand(screen: screen).makeKey(arguments)
      case Verb.peopleEnrolFIDO2.name: try PeopleCommand(screen: screen).enrolFIDO2(arguments)
      default: try TokenInitCommand(screen: screen).run(arguments)
      }
    }
  }

  private func surroundings(_ screen: Screen) -> Surroundings {
    Surroundings(screen: screen, clock: clock, terminal: terminal, openToken: openToken)
  }

  /// Errors go where people look; with `--json` the object on standard output says the same.
  private func report(_ error: CeremonyError, json: Bool) {
    guard !error.isTold else { return }
    guard json else { return screen.complain("key-ceremony: \(error)") }
    screen.print(
      .object([
        "result": .string("failed"), "exitCode": .integer(Int64(error.exitCode)), "error": .string(error.message),
        "hint": error.hint.map(JSONValue.string) ?? .null,
      ]))
  }

  static let description = ToolDescription(
    name: "key-ceremony",
    purpose: """
      Carries out CA key ceremonies on PKCS#11 tokens. One reviewed script is the
      whole input, and a hash-chained transcript is the record.
      """,
    verbs: Verb.all,
    exitCodes: """
      exit codes: 0 done, 1 refused, 2 usage or unreadable input, 3 token,
                  4 transcript or output file
      """)
}

extension CeremonyError {
  init(_ error: UsageError) { self.init(.usage, error.message, hint: error.hint) }
}
