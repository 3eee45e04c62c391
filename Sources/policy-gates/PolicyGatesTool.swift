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

  static let description = ToolDescription(
    name: "policy-gates",
    purpose: """
      Judges certificates by the rules that the gateway judges by, before or after they are
      signed. Nothing here signs, and nothing asks a network, a token or a clock.
      """,
    verbs: [lint, rules],
    exitCodes: """
      exit codes: 0 all files admitted, 1 some file refused, 2 wrong usage or some file
      that cannot be read (the others are judged all the same).
      """)

  func run(_ words: [String]) -> Int32 {
    do {
      switch try Self.description.parse(words) {
      case .help(let text):
        screen.print(text)
        return ExitCode.admitted.rawValue
      case .run(let verb, let arguments):
        let code = verb.name == Self.lint.name ? try lint(arguments) : try listRules(arguments)
        return code.rawValue
      }
    } catch {
      screen.complain("policy-gates: \(error)")
      return ExitCode.unusable.rawValue
    }
  }

  // MARK: - lint

  static let lint = Verb(
    name: "lint", summary: "judge certificates, or what is to be signed as one", operands: ["FILE…"],
    options: [
      Option(
        "--policy", "POLICY", "the claimed policy; else the one that the certificate names, a qualified one first"),
      Option("--issuer", "FILE", "the CA's certificate: the gates Issuer and, over a signed FILE, Signature judge too"),
      Option("--at", "TIME", "judge as if issued at TIME, such as 2026-11-20T12:00:00Z; else at notBefore"),
      Option(
        "--baseline", "BASELINE", "the editions to judge by: etsi-2026 (the newest) or cir-2025-1943; else etsi-2026"),
      Option("--house-rules", nil, "house rules refuse, as they do in the gateway; else they warn"),
      Option("--format", "FORMAT", "text or json (one object a line); else text"),
    ],
    description: """
      Each FILE holds one certificate or TBSCertificate, DER or PEM. A file's verdict covers
      the gates that are named with it. Gates that need evidence which is in no certificate
      (who asked, whose serial number, where the key was born) stand under notEvaluated. A
      FILE that cannot be read is refused by the gate Form.

      policies: \(CertificatePolicy.allCases.map(\.rawValue).joined(separator: ", "))
      """)

  private func lint(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let linter = try Linter(arguments)
    let isJSON = try Self.isJSON(arguments)
    var code = ExitCode.admitted
    for file in arguments.operands {
      do {
        let report = try linter.report(file)
        print(report, isJSON)
        if !report.evaluation.admits, code == .admitted { code = .refused }
      } catch {
        print(linter.report(error), isJSON)
        screen.complain("policy-gates: \(error)")
        code = .unusable
      }
    }
    return code
  }

  private func print(_ report: LintReport, _ isJSON: Bool) {
    if isJSON { screen.print(report.json) } else { screen.print(report.text) }
  }

  // MARK: - rules

  static let rules = Verb(
    name: "rules", summary: "list every rule with its clause, severity and gates",
    options: [Option("--format", "FORMAT", "text or json (one object a line); else text")],
    description: "Lists the rules of all gates by id, those that need more than a certificate included.")

  private func listRules(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let isJSON = try Self.isJSON(arguments)
    for rule in RuleCatalogue.all {
      let metadata = rule.metadata
      if isJSON {
        screen.print(
          .object([
            "rule": .string(metadata.id), "clause": .string("\(metadata.source)"),
            "severity": .string(metadata.severity.rawValue), "house": .bool(metadata.source.isHouseRule),
            "gates": .array(rule.gates.map { .string($0) }),
          ]))
      } else {
        let gates = rule.gates.joined(separator: ", ")
        screen.print("\(metadata.id) \(metadata.severity.rawValue) [\(metadata.source)] \(gates)")
      }
    }
    return .admitted
  }

  private static func isJSON(_ arguments: Arguments) throws(UsageError) -> Bool {
    switch arguments["--format"] {
    case nil, "text": return false
    case "json": return true
    case let format?: throw arguments.misuse("--format is \(format), must be text or json")
    }
  }
}
