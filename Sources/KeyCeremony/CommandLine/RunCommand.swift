internal import CommandLineTools
internal import Cryptography
internal import Evidence
internal import Records

/// `key-ceremony run`.
struct RunCommand {
  private let surroundings: Surroundings

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  func run(_ arguments: Arguments) async throws(CeremonyError) {
    ToolDigest.begin()
    let file = ScriptFile(arguments)
    let script = try file.read()
    let transcript =
      arguments["--transcript"]
      ?? FilePath.resolve(
        "\(FilePath.stem(of: file.path))-\(surroundings.clock.now().compact).transcript.jsonl", in: file.folder)
    try await surroundings.hold(script, file, transcript, arguments) { ceremony throws(CeremonyError) in
      try await ceremony.run()
    }
  }
}

extension Instant {
  /// `20261120T120000.000Z`, for file names.
  fileprivate var compact: String {
    let milliseconds = String(nanoseconds / 1_000_000)
    let fraction = String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
    return Instant(seconds: seconds).description.filter { !"-:Z".contains($0) } + ".\(fraction)Z"
  }
}
