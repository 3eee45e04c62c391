internal import CommandLineTools
internal import Evidence
internal import Glibc

extension Verb {
  static let verify = Verb(
    name: "verify", summary: "verify what a ceremony left, with public keys alone",
    operands: ["[BUNDLE]"],
    options: [
      Option("--script", "FILE", "the script, where there is no bundle"),
      Option("--transcript", "FILE", "the transcript, where there is no bundle"),
      Option("--outputs", "DIR", "the folder with the files that the ceremony wrote"),
      Option("--earlier", "FILE…", "an earlier ceremony's transcript or bundle"),
      Option("--timestamp", "FILE", "a time-stamp, where there is no bundle"),
      Option("--tsa-certificate", "FILE", "trust time-stamps of this authority (PEM)"),
      Option("--rehearsal", nil, "be content with a rehearsal or a demonstration"),
      .json,
    ],
    description: """
      Checks the chain of the transcript, that it is of this script and that every
      step was done in its order, each approval's signature over the step and the
      transcript so far, both clocks, the attributes of keys, that what was signed is
      what was permitted and that the gates permit it again, every file's digest,
      and who signed the end. Needs no token and no network.

      Backups, shares, inventories and destructions are compared with each other and
      with the keys on record. Where those come from earlier ceremonies, --earlier
      hands over their records; it may be repeated.

      A rehearsal and a demonstration are called so, and end with code 1 unless
      --rehearsal is given. Codes: 0 verified, 1 not, 2 files that cannot be read.
      """)
}

/// `key-ceremony verify`.
struct VerifyCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(CeremonyError) {
    var files = try files(arguments)
    if let stamp = arguments["--timestamp"] {
      guard let token = TranscriptTimestamp.token(in: try FilePath.read(stamp)) else {
        throw CeremonyError(.usage, "\(stamp) holds no time-stamp")
      }
      files.timestamp = token
    }
    if let anchor = arguments["--tsa-certificate"] {
      files.timestampAnchor = try FilePath.read(anchor)
      files.timestampAnchorIsGiven = true
    }
    for path in arguments.all("--earlier") {
      let transcript = FilePath.exists("\(path)/transcript.jsonl") ? "\(path)/transcript.jsonl" : path
      files.earlier.append(try FilePath.read(transcript, limit: Transcript.longest))
    }
    let verdict = Audit.verdict(on: files)
    let isAccepted = verdict.isConsistent && (verdict.nature == .ceremony || arguments.has("--rehearsal"))
    if arguments.has(Option.json.name) {
      screen.print(verdict.json)
    } else {
      for finding in verdict.findings { screen.print("\(finding)") }
      screen.print("script  \(verdict.script)")
      screen.print("records \(verdict.records), the last with hash \(verdict.lastHash)")
      screen.print(verdict.title)
    }
    if verdict.isConsistent, !isAccepted, !arguments.has(Option.json.name) {
      screen.print("    '--rehearsal' is content with that")
    }
    guard !isAccepted else { return }
    var refusal = CeremonyError(verdict.isReadable ? .refused : .usage, verdict.title)
    refusal.isTold = true
    throw refusal
  }

  private func files(_ arguments: Arguments) throws(CeremonyError) -> CeremonyFiles {
    switch (arguments.operands.first, arguments["--script"], arguments["--transcript"]) {
    case (let bundle?, nil, nil): return try CeremonyFiles(bundle: bundle)
    case (nil, let script?, let transcript?):
      var outputs: [String: [UInt8]]?
      if let folder = arguments["--outputs"] { outputs = try Folder.files(folder) }
      return CeremonyFiles(
        script: try FilePath.read(script), transcript: try FilePath.read(transcript, limit: Transcript.longest),
        outputs: outputs)
    default:
      throw CeremonyError(
        .usage, "name a bundle, or --script and --transcript", hint: "key-ceremony verify --help")
    }
  }
}

/// Files of a folder, by name.
enum Folder {
  /// Names of the regular files in it, sorted; folders, links and hidden files are left out.
  static func names(_ folder: String) throws(CeremonyError) -> [String] {
    guard let stream = opendir(folder) else {
      throw CeremonyError(.usage, "cannot open the folder \(folder): \(SystemError.text())")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      guard !name.hasPrefix("."), lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      names.append(name)
    }
    return names.sorted()
  }

  /// All of them; files too long for a ceremony's are left out.
  static func files(_ folder: String) throws(CeremonyError) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try names(folder) {
      files[name] = try? FilePath.read("\(folder)/\(name)", limit: Transcript.longest)
    }
    return files
  }
}
