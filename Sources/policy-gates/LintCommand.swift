import CommandLineTools
import Evidence

/// `policy-gates lint`.
struct LintCommand {
  let screen: Screen
  let progress: Progress?

  static let verb = Verb(
    name: "lint", summary: "judge certificates, or what is to be signed as one", operands: ["FILE…"],
    options: [
      Option(
        "--policy", "POLICY", "the claimed policy; else the one that the certificate names, a qualified one first"),
      Option("--purpose", "PURPOSE", "subject, ca (below another), root or responder; else subject"),
      Option("--subject", "KIND", "natural, legal or device: whom it is about, where the policy leaves that open"),
      Option("--issuer", "FILE", "the CA's certificate: the gates Issuer and, over a signed FILE, Signature judge too"),
      Option("--evidence", "FILE", "the application, YAML or JSON: the gates on the process judge too"),
      Option("--service", "FILE", "the service's description, as in the gateway's configuration, YAML or JSON"),
      Option("--policies", "FILE", "the TSP's own policies, YAML, in place of those of --service"),
      Option("--officers", "FILE", "YAML: schema 1 and officers as in the gateway's configuration"),
      Option("--csr", "FILE", "the request that came with the application, PEM or DER"),
      Option("--previous", "FILE", "the certificate before it: the gate Lifecycle judges what changed"),
      Option("--event", "EVENT", "initial, renewal, re-key or modification; else initial"),
      Option("--precertificate", "FILE", "what logs answered for: the gate Precertificate judges too"),
      Option("--at", "TIME", "judge as if issued at TIME, such as 2026-11-20T12:00:00Z; else at notBefore"),
      Option(
        "--baseline", "BASELINE", "the editions to judge by: etsi-2026 (the newest) or cir-2025-1943; else etsi-2026"),
      Option(
        "--known-weak-keys", "FILE",
        "keys that are refused: on each line SHA-256 of the SubjectPublicKeyInfo, name, source, date, with tabs between"
      ),
      Option("--house-rules", nil, "house rules refuse, as they do in the gateway; else they warn"),
      Option("--format", "FORMAT", "text, json (one object a line) or sarif (2.1.0); else text"),
      Option("--quiet", nil, "say nothing of certificates without a finding, and tell no progress"),
    ],
    description: """
      Each FILE holds a certificate or TBSCertificate as DER, or any number of them as PEM.
      A folder stands for all files below it whose names end in
      \(InputFiles.endings.joined(separator: ", ")), sorted by path. A certificate's verdict
      covers the gates that are named with it. The others stand under notEvaluated, and so
      does, in parentheses, what no file says of a gate that is named: who is at the
      gateway's door, and where the key was born. What cannot be read is refused by the gate Form. Where there is more
      than one certificate, a summary stands at the end of standard error (JSON with
      --format json) or in the invocation of a SARIF log.

      policies: \(CertificatePolicy.allCases.map(\.rawValue).joined(separator: ", "))
      """)

  func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let linter = Linter(settings: try LintSettings(arguments))
    let isQuiet = arguments.has("--quiet")
    let run = LintRun(
      linter: linter, format: try LintSettings.choice("--format", arguments) ?? .text, isQuiet: isQuiet,
      screen: screen, progress: isQuiet ? nil : progress)
    let summary = run.run(InputFiles(arguments.operands))
    if summary.certificates == 0 {
      screen.complain("policy-gates: no certificate among \(arguments.operands.joined(separator: ", "))")
    }
    if summary.unreadable > 0 || summary.certificates == 0 { return .unusable }
    return summary.refused > 0 ? .refused : .admitted
  }
}
