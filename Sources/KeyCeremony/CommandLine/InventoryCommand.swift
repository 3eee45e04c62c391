internal import CommandLineTools
internal import Evidence
internal import Records
internal import TokenPool

extension Verb {
  static let inventory = Verb(
    name: "inventory", summary: "compare tokens with the keys that must be on them",
    operands: ["FILE"],
    options: [
      .workdir,
      Option("--token", "ID", "only this token of the script"),
      .json,
    ],
    description: """
      Lists every object on the tokens of a script, private ones too, and names what
      is otherwise than the script leaves it: keys that are missing, others that
      nobody expects, another public key, a key that can leave. FILE is the script,
      or the transcript of its ceremony, which knows the public keys as well.

      Codes: 0 as expected, 1 different.
      """)
}

/// `key-ceremony inventory`.
struct InventoryCommand {
  let screen: Screen
  let openToken: Ceremony.TokenOpener

  func run(_ arguments: Arguments) async throws(CeremonyError) {
    let file = ScriptFile(arguments)
    let (script, keys) = try read(file)
    let wanted = arguments["--token"]
    guard wanted == nil || script.tokens.contains(where: { $0.id == wanted }) else {
      throw CeremonyError(.usage, "the script has no token \"\(wanted ?? "")\"")
    }
    var differences: [String] = []
    var json: [JSONValue] = []
    for choice in script.tokens where wanted == nil || choice.id == wanted {
      let token = try await openToken(choice, file.folder)
      let objects = try await token.withPool { pool async throws(TokenPoolError) in try await pool.inventory() }
      let found = ExpectedKey.differences(keys.filter { $0.token == choice.id }, objects)
      differences += found.map { "token \(choice.id): \($0)" }
      for line in token.identity.lines { screen.say(line) }
      for object in objects { screen.say("      \(object.line)") }
      json.append(
        .object([
          "id": .string(choice.id), "token": token.identity.json, "objects": .array(objects.map(\.json)),
          "differences": .array(found.map(JSONValue.string)),
        ]))
    }
    if arguments.has(Option.json.name) {
      screen.print(
        .object(["result": .string(differences.isEmpty ? "as-expected" : "different"), "tokens": .array(json)]))
    } else {
      for line in differences { screen.print(line) }
      screen.print(differences.isEmpty ? "as expected" : "\(differences.count) differences")
    }
    guard !differences.isEmpty else { return }
    var refusal = CeremonyError(.refused, "the tokens are not as expected")
    refusal.isTold = true
    throw refusal
  }

  /// A script, or the script in a transcript with what is on record there.
  private func read(_ file: ScriptFile) throws(CeremonyError) -> (Script, [ExpectedKey]) {
    let bytes = try FilePath.read(file.path, limit: Transcript.longest)
    guard bytes.first == UInt8(ascii: "{") else {
      let script = try file.read()
      return (script, ExpectedKey.of(script))
    }
    let lines: [Transcript.Line]
    do { lines = try Transcript.verified(bytes) } catch {
      throw CeremonyError(.usage, "\(file.path) is no whole transcript: \(error)")
    }
    guard let source = lines.first?.blobs.first else {
      throw CeremonyError(.usage, "\(file.path) does not begin with a script")
    }
    let script = try Script(yaml: source.content)
    return (script, ExpectedKey.of(script, lines))
  }
}
