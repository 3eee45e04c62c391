internal import CommandLineTools
internal import Evidence

/// The tool `signing-gateway` as a function of its arguments.
public struct GatewayTool: Sendable {
  private let screen: Screen
  private let clock: @Sendable () -> Instant

  public init() { self.init(screen: .standard, clock: SystemClock.now) }

  init(screen: Screen, clock: @escaping @Sendable () -> Instant) {
    self.screen = screen
    self.clock = clock
  }

  /// Runs and returns the exit code. `arguments` are those after the tool's name.
  public func run(_ arguments: [String]) async -> Int32 {
    do throws(ToolFailure) {
      return try await dispatch(arguments)
    } catch {
      screen.complain("signing-gateway: \(error)")
      return error.exitCode
    }
  }

  private func dispatch(_ arguments: [String]) async throws(ToolFailure) -> Int32 {
    let request: ToolDescription.Request
    do { request = try GatewayTool.description.parse(arguments) } catch { throw .usage(error.description) }
    switch request {
    case .tell(let text):
      screen.print(text)
      return 0
    case .run(let verb, let arguments) where verb.name == RequestCertificateCommand.verb.name:
      return RequestCertificateCommand(screen: screen, clock: clock).execute(arguments)
    case .run(let verb, let arguments) where verb.name == SignStatementCommand.verb.name:
      return SignStatementCommand(screen: screen).execute(arguments)
    case .run(let verb, let arguments) where verb.name == ShowApplicationCommand.verb.name:
      return ShowApplicationCommand(screen: screen).execute(arguments)
    case .run(let verb, let arguments) where verb.name == AttestKeyCommand.verb.name:
      return AttestKeyCommand(screen: screen).execute(arguments)
    case .run(let verb, let arguments) where verb.name == ApproveCommand.verb.name:
      return ApproveCommand(screen: screen).execute(arguments)
    case .run(let verb, let arguments) where verb.name == ApprovalsCommand.verb.name:
      return ApprovalsCommand(screen: screen).execute(arguments)
    case .run(let verb, let arguments) where CredentialCommand.verbs.contains { $0.name == verb.name }:
      return CredentialCommand(screen: screen, clock: clock, verb: verb).execute(arguments)
    case .run(let verb, let arguments) where SignatoryCommand.verbs.contains { $0.name == verb.name }:
      return SignatoryCommand(screen: screen, verb: verb).execute(arguments)
    case .run(let verb, let arguments) where verb.name.hasPrefix("devices "):
      return DevicesCommand(screen: screen).execute(verb, arguments)
    case .run(let verb, let arguments):
      switch verb.name {
      case "serve":
        return try await ServeCommand(screen: screen, clock: clock).run(arguments, try configuration(arguments))
      case "log show": return try await LogShowCommand(screen: screen).run(arguments, try configuration(arguments))
      case "log export":
        return try await LogExportCommand(screen: screen).run(arguments, try configuration(arguments))
      case "log open-acceptances":
        return try await OpenAcceptancesCommand(screen: screen, clock: clock).run(
          arguments, try configuration(arguments))
      case "inventory import":
        return try await InventoryCommand(screen: screen, clock: clock).importFiles(
          arguments, try configuration(arguments))
      case "inventory revoke":
        return try await InventoryCommand(screen: screen, clock: clock).revoke(
          arguments, try configuration(arguments))
      default: return CheckConfigCommand(screen: screen).run(try configuration(arguments))
      }
    }
  }

  private func configuration(_ arguments: Arguments) throws(ToolFailure) -> Configuration {
    do { return try Configuration(path: try arguments.required("--config")) } catch { throw .usage("\(error)") }
  }

  private static let issuer = Option("--issuer", "NAME", "the issuer's name in the configuration")
  private static let config = Option("--config", "FILE", "the reviewed configuration")

  static let description = ToolDescription(
    name: "signing-gateway",
    purpose: """
      Signs certificates with CA keys on PKCS#11 tokens, each signature behind gates that
      want proof, and keeps a durable record of every decision.
      """,
    verbs: [
      Verb(
        name: "serve", summary: "answer requests until SIGTERM",
        options: [
          config,
          Option("--create-state", nil, "make the record store; once, at installation"),
          Option("--json", nil, "print log lines as JSON objects on standard error"),
        ],
        description: """
          Starts the listeners of the configuration, prints a line for each with the port it
          is bound to, and 'ready' when all is up. SIGTERM and SIGINT finish what runs and
          end with exit code 0; SIGHUP, or a changed CRL file, reloads the TLS files. Without
          --create-state a record store that is not there is an error, for an empty log
          hides a lost one.
          """),
      Verb(
        name: "log show", summary: "print the records and verify their chain",
        options: [
          config,
          Option("--since", "N", "from sequence number N on"),
          Option("--decision", "ID", "only the records of one decision"),
          Option("--json", nil, "print each record as canonical JSON"),
        ],
        description: """
          Prints a line for each record: sequence, time, kind, decision, requester, issuer,
          serial (of an approval: subject, digest, operator), and what came of it. Then verifies the whole chain, the registers and the
          stored evidence, whatever was printed, and says so. May run beside the service.
          """),
      Verb(
        name: "log export", summary: "write one decision with all its evidence into a file", operands: ["FILE"],
        options: [config, Option("--decision", "ID", "the decision")],
        description: """
          Verifies the whole log, then makes FILE: one JSON document with the sealed records
          of the decision, those of the start before it, the one that put its configuration
          in effect, and every blob that they name, the reviewed configuration included. 'policy-gates replay FILE' judges it again.
          """),
      Verb(
        name: "log open-acceptances", summary: "list certificates that nobody accepted yet",
        options: [config, Option("--json", nil, "print each as canonical JSON")],
        description: """
          Prints a line for each certificate whose acceptance comes after issuance and is not
          on record, the first due first. Exit code 1 where one is overdue.
          """),
      Verb(
        name: "inventory import", summary: "register what an existing CA issued",
        operands: ["FILE…"],
        options: [
          config, issuer,
          Option("--dry-run", nil, "compare with the record store and write nothing"),
          Option("--create-state", nil, "make the record store; once, at installation"),
        ],
        description: """
          Takes PEM bundles, DER certificates, and comma-separated values with the columns
          serial, subject (RFC 4514), subject-id, key-sha256, certificate-sha256, not-before,
          not-after, policy, revoked-at, revocation-reason, of which only serial must be
          there. A number that is in use, and a name that is another subject's, stop the
          whole import with a line each. Importing the same file again changes nothing, so
          an import that was cut short is repeated. The service must not run.
          """),
      Verb(
        name: "inventory revoke", summary: "register a revocation made elsewhere", operands: ["SERIAL"],
        options: [
          config, issuer,
          Option("--reason", "NAME", "of RFC 5280, such as keyCompromise; default unspecified"),
          Option("--at", "TIME", "RFC 3339 in UTC; default now"),
        ],
        description: """
          Writes the revocation of a registered certificate, so that the gates know of it. With
          keyCompromise its key is compromised from then on. While the service runs, POST
          the same to its revocations address.
          """),
      Verb(
        name: "check-config", summary: "read the configuration and what it names", options: [config],
        description: """
          Says what is wrong with the configuration, or prints its digest, which is what two
          operators approve ('approve --help'). Asks no token and opens no store.
          """),
      ApproveCommand.verb, ApprovalsCommand.verb, RequestCertificateCommand.verb, AttestKeyCommand.verb,
      SignStatementCommand.verb, ShowApplicationCommand.verb,
    ] + DevicesCommand.verbs + CredentialCommand.verbs + SignatoryCommand.verbs,
    exitCodes: """
      exit codes: 0 done, 1 refused or the log does not verify, 2 usage, input or listener,
                  3 token or gateway not reached, 4 record store
      """)
}

/// Why a verb ended early, with the exit code that says so.
enum ToolFailure: Error, Sendable, CustomStringConvertible {
  case refused(String)
  case usage(String)
  case token(String)
  case store(String)

  var exitCode: Int32 {
    switch self {
    case .refused: 1
    case .usage: 2
    case .token: 3
    case .store: 4
    }
  }

  var description: String {
    switch self {
    case .refused(let text), .usage(let text), .token(let text), .store(let text): text
    }
  }
}
