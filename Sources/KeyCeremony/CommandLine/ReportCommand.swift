internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Glibc
internal import Records

extension Verb {
  static let report = Verb(
    name: "report", summary: "fill in the ceremony's report from its transcript",
    operands: ["TRANSCRIPT"],
    options: [Option("--out", "DIR", "the folder for report.json and report.html"), .json],
    description: """
      Writes the report that EN 319 411-1 GEN-6.5.1-13A asks for: roles, functions,
      responsibilities and evidence, dates, the inventory of keys with fingerprints,
      devices, settings, what happened, and what is not proven. report.html prints on
      A4 with places for signatures by hand; report.json says the same to programs.
      """)

  static let reportSign = Verb(
    name: "report sign", summary: "sign a report as a person of its ceremony",
    operands: ["BUNDLE"],
    options: [
      Option("--as", "PERSON", "the person's id in the script"),
      Option("--workdir", "DIR", "key files that the script names are here (default: .)"),
      Option("--secret-file", "FILE", "passphrase or PIN, mode 0600 (default: ask)"),
      .json,
    ],
    description: """
      Signs report.json and report.html of a bundle with the person's own device, and
      puts the signature beside them. A root's report is signed by the security
      officer and an independent person, any other by the security officer
      (EN 319 411-1 GEN-6.5.1-14); 'verify' asks for them.
      """)

  static let bundle = Verb(
    name: "bundle", summary: "put all evidence of a ceremony into one folder",
    operands: ["TRANSCRIPT"],
    options: [
      Option("--out", "DIR", "the folder, which must not exist yet"),
      Option("--outputs", "DIR", "where the ceremony's files are (default: as on record)"),
      .json,
    ],
    description: """
      Script, transcript, outputs, report, the people's public keys, each approval as
      files, and a README with the steps to verify all of it by OpenSSL and a shell.
      'key-ceremony verify' takes the folder as it is.
      """)
}

/// `key-ceremony report`, `report sign` and `bundle`.
struct ReportCommand {
  let screen: Screen
  let now: Instant

  func report(_ arguments: Arguments) throws(CeremonyError) {
    let out = try required("--out", arguments)
    let report = try read(arguments.operands[0])
    if !FilePath.exists(out) { try Folder.make(out) }
    let json = report.json
    try DurableFile.create("\(out)/\(CeremonyBundle.reportFile)", json.canonicalBytes())
    try DurableFile.create("\(out)/\(CeremonyBundle.pageFile)", Array(ReportPage(report: json).html.utf8))
    tell(report, out, arguments)
  }

  func bundle(_ arguments: Arguments) throws(CeremonyError) {
    let out = try required("--out", arguments)
    let report = try read(arguments.operands[0])
    var files = CeremonyBundle.derived(report)
    files[CeremonyBundle.readme] = Array(BundleReadme(report: report).text.utf8)
    for (name, content) in try outputs(of: report, from: arguments["--outputs"]) {
      files["\(CeremonyBundle.outputs)/\(name)"] = content
    }
    try Folder.make(out)
    for folder in CeremonyBundle.folders { try Folder.make("\(out)/\(folder)") }
    for (name, content) in files.sorted(by: { $0.key < $1.key }) { try DurableFile.create("\(out)/\(name)", content) }
    tell(report, out, arguments)
  }

  func sign(_ arguments: Arguments) async throws(CeremonyError) {
    let id = try required("--as", arguments)
    let bundle = arguments.operands[0]
    let report = try read("\(bundle)/transcript.jsonl")
    guard let person = report.audit.people[id], let role = person.roles.first else {
      throw CeremonyError(
        .refused, "nobody in the script has the id \"\(id)\"",
        hint: "people: \(report.audit.people.all.map(\.id).joined(separator: ", "))")
    }
    let json = try FilePath.read("\(bundle)/\(CeremonyBundle.reportFile)", limit: Transcript.longest)
    let page = try FilePath.read("\(bundle)/\(CeremonyBundle.pageFile)", limit: Transcript.longest)
    guard json == report.json.canonicalBytes(), page == Array(ReportPage(report: report.json).html.utf8) else {
      throw CeremonyError(
        .refused, "the report in \(bundle) is not what this tool makes of the transcript",
        hint: "it was altered, or made by another version: make the bundle anew")
    }
    let statement = ReportSignature.statement(report.audit, json: json, page: page, by: person, as: role, at: now)
    let device = person.approvalDevice(folder: arguments["--workdir"] ?? ".")
    let signature = try await device.sign(
      statement.bytes, asking: PromptRoom(secretFile: arguments["--secret-file"]), step: "report")
    guard signature.isGood(over: statement.bytes, by: person) else {
      throw CeremonyError(.refused, "the signature is not by the key of \(person.name) that the script names")
    }
    let body = ReportSignature.body(statement, signature)
    let prefix = "\(bundle)/\(CeremonyBundle.signatures)/\(id)"
    try DurableFile.create("\(prefix).json", body.canonicalBytes())
    for (suffix, content) in CeremonyBundle.signatureFiles(body, person).sorted(by: { $0.key < $1.key }) {
      try DurableFile.create("\(prefix)\(suffix)", content)
    }
    screen.say("the report is signed by \(person.name), \(role.title)")
    guard arguments.has(Option.json.name) else { return }
    screen.print(.object(["result": .string("done"), "person": .string(id), "signature": .string("\(prefix).json")]))
  }

  private func required(_ name: String, _ arguments: Arguments) throws(CeremonyError) -> String {
    do { return try arguments.required(name) } catch { throw CeremonyError(error) }
  }

  /// The transcript holds the script that it was held with.
  private func read(_ path: String) throws(CeremonyError) -> CeremonyReport {
    let bytes = try FilePath.read(path, limit: Transcript.longest)
    let script: [UInt8]
    do { script = try Transcript.verified(bytes).first?.blobs.first?.content ?? [] } catch {
      throw CeremonyError(.refused, "the transcript \(path) is not whole: \(error)")
    }
    switch Audit.examined(CeremonyFiles(script: script, transcript: bytes)) {
    case .readable(let report): return report
    case .unreadable(let verdict):
      throw CeremonyError(.refused, verdict.findings.map(\.description).joined(separator: "\n"))
    }
  }

  private func outputs(
    of report: CeremonyReport, from folder: String?
  ) throws(CeremonyError) -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for record in report.traces.flatMap(\.outputs) {
      guard let path = record.body["path"]?.text, let digest = record.body["contentSHA256"]?.text else { continue }
      let name = FilePath.name(of: path)
      let content = try FilePath.read(folder.map { "\($0)/\(name)" } ?? path, limit: Transcript.longest)
      guard Hash.digest(content).hex == digest, found[name] == nil || found[name] == content else {
        throw CeremonyError(
          .refused, "\(name) is not the file that record \(record.record.sequence) wrote",
          hint: "bring the file with SHA-256 \(digest); two outputs of one name go into no bundle")
      }
      found[name] = content
    }
    return found
  }

  private func tell(_ report: CeremonyReport, _ out: String, _ arguments: Arguments) {
    for finding in report.verdict.findings { screen.say("\(finding)") }
    screen.say(report.verdict.title)
    screen.say("written to \(out)")
    guard arguments.has(Option.json.name) else { return }
    screen.print(.object(["result": .string("done"), "out": .string(out), "verdict": report.verdict.json]))
  }
}

extension Folder {
  static func make(_ path: String) throws(CeremonyError) {
    guard mkdir(path, 0o755) == 0 else {
      throw CeremonyError(
        .store, "cannot make the folder \(path): \(SystemError.text())", hint: "nothing is overwritten: name another")
    }
  }
}
