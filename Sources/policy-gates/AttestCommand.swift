import Applications
import Attestation
import CommandLineTools
import Evidence
import PolicyGates

/// `policy-gates attest`.
struct AttestCommand {
  let screen: Screen
  let now: @Sendable () -> Instant

  static let verb = Verb(
    name: "attest", summary: "appraise statements of where a key was born", operands: ["STATEMENT…"],
    options: [
      Option("--format", "FORMAT", "auto, or one of those below; else auto"),
      Option("--anchors", "DIR", "certificates and public keys to believe beside those of vendors that ship here"),
      Option("--chain", "FILE…", "more certificates that may help; may be repeated"),
      Option("--key", "FILE", "the key that must be the attested one: public key, certificate or CSR, PEM or DER"),
      Option("--nonce", "HEX", "the nonce that was given out"),
      Option("--policy", "POLICY", "origin, secure-device, qscd, or ncp+, qcp-n-qscd, qcp-l-qscd; else origin"),
      Option("--devices", "FILE", "the register of certified devices, YAML, as the gateway has it"),
      Option("--at", "TIME", "the time at which certificates must be valid; else the present time"),
      Option("--evidence-arc", "OID", "the arc of pkix-evidence, which nobody has assigned: switches that format on"),
      Option("--allow-legacy", "ALGORITHM…", "take links of sha1 or dsa1024, with a warning; may be repeated"),
      Option("--output", "OUTPUT", "text or json (one object a line for each key); else text"),
      Option("--json", nil, "the same as --output json"),
    ],
    description: """
      A STATEMENT is a file, or a folder with one file for each part of one statement: the name up
      to the first dot is the part's, and names that begin with chain are certificates; folders in
      it are not searched. docs/ATTESTATION.md names the parts of each format. A certification
      request is searched for statements in its attributes; they must be about its key.

      Below DIR, every certificate and public key becomes an anchor for all formats, as
      manufacturer and as owner, unless DIR/anchors.yaml says otherwise: schema 1 and anchors, a
      list of file, id, formats, role (manufacturer or owner) and sha256. Other files are named on
      standard error and skipped.

      Verdicts: accept; reject, with the reasons by name; unverifiable, where nothing speaks
      against a statement but a part that did not come. With --key as a CSR its signature is proof
      of possession. --policy origin asks for signed evidence of a key that was generated inside,
      is confined and weak in no published way; it takes a TPM's attestation key without
      activation, with a warning. The others ask for a device of --devices and for fresh evidence.
      pkix-evidence is read only where --format or --evidence-arc says so.

      formats: \(Formats.names.joined(separator: ", "))
      """)

  func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let settings = try AttestSettings(arguments, now: now, screen: screen)
    var code = ExitCode.admitted
    for operand in arguments.operands {
      do {
        let reading = try StatementFiles.read(operand, settings)
        for note in reading.notes { complain(note) }
        let reports = reading.statements.flatMap { Appraisal(settings).reports(on: $0, from: reading) }
        for report in reports + reading.failures.map({ AttestReport(statement: operand, malformed: $0) }) {
          if settings.output == .json { screen.print(report.json) } else { screen.print(report.text) }
          if report.verdict != .accept, code == .admitted { code = .refused }
        }
      } catch {
        complain("\(error)")
        code = .unusable
      }
    }
    return code
  }

  private func complain(_ text: String) { screen.complain("policy-gates: \(Terminal.escaped(text))") }
}

/// What becomes of one statement under the settings.
private struct Appraisal {
  let settings: AttestSettings

  init(_ settings: AttestSettings) { self.settings = settings }

  func reports(on statement: Statement, from reading: StatementReading) -> [AttestReport] {
    let keys: [AttestedKey]
    do { keys = try Formats.appraise(statement, under: settings.terms) } catch {
      return [AttestReport(statement: reading.path, malformed: error)]
    }
    guard !keys.isEmpty else { return [AttestReport(statement: reading.path, aboutNoKey: statement.format)] }
    guard let wanted = settings.key ?? reading.key else {
      return keys.map { report(on: $0, nil, reading) }
    }
    // Of the keys in a statement the wanted one counts; where it is not there, any shows what differs.
    let chosen = keys.first { $0.spkiSHA256 == wanted.spkiSHA256 } ?? keys.first
    return chosen.map { [report(on: $0, wanted, reading)] } ?? []
  }

  private func report(on attested: AttestedKey, _ wanted: WantedKey?, _ reading: StatementReading) -> AttestReport {
    let device = settings.devices?.record(for: attested.device)
    let evaluation = settings.policy.evaluate(
      attested, key: wanted?.spkiSHA256, device: device, purpose: settings.purpose,
      possession: wanted?.possession ?? .unknown, asksNonce: settings.terms.nonce != nil, at: settings.terms.now)
    return AttestReport(
      statement: reading.path, policy: settings.policyName, attested: attested, device: device, evaluation: evaluation)
  }
}
