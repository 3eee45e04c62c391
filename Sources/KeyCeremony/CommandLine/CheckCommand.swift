internal import CommandLineTools
internal import Evidence
internal import PolicyGates

/// `key-ceremony check`.
struct CheckCommand {
  let screen: Screen
  let now: Instant

  func run(_ arguments: Arguments) throws(CeremonyError) {
    let file = ScriptFile(arguments)
    let script = try file.read()
    if arguments.has("--plan") {
      return arguments.has("--json") ? screen.print(script.planJSON) : screen.print(script.planText)
    }
    let check = ScriptCheck(script, folder: file.folder, now: now)
    try CeremonyError.require(check.problems)
    for remark in check.remarks { screen.say("remark: \(remark)") }
    screen.say("\(script.name): nothing is wrong that can be known without the token")
    screen.say("script \(script.sha256)")
    guard arguments.has("--json") else { return }
    screen.print(
      .object([
        "result": .string("ok"), "script": .string(script.sha256.hex),
        "remarks": .array(check.remarks.map { .string($0.description) }),
      ]))
  }
}

/// The script that a command line names, and the folder that its paths begin at.
struct ScriptFile {
  let path: String
  let folder: String

  init(_ arguments: Arguments) {
    path = arguments.operands[0]
    folder = arguments["--workdir"] ?? FilePath.folder(of: path)
  }

  func read() throws(CeremonyError) -> Script {
    do {
      return try Script(yaml: try FilePath.read(path))
    } catch {
      throw CeremonyError(error.kind, error.message.hasPrefix("cannot") ? error.message : "\(path): \(error.message)")
    }
  }
}

extension Script {
  /// What the script would do, without times and keys: the same on every day and every machine.
  var planText: String {
    var lines = [
      "\(name) (\(kind.rawValue)\(demo ? ", demonstration" : ""))", purpose, "script \(sha256)",
    ]
    for token in tokens { lines += ["token  \(token.uri)", "module \(token.module)"] }
    for (index, step) in steps.enumerated() {
      lines += ["", "[\(index + 1)/\(steps.count)] \(step.id)"]
      let width = step.plan.map(\.name.count).max() ?? 0
      lines += step.plan.map { line in
        "  \(line.name)\(String(repeating: " ", count: width - line.name.count + 2))\(line.value)"
      }
    }
    return lines.joined(separator: "\n")
  }

  var planJSON: JSONValue {
    .object([
      "ceremony": .string(name), "script": .string(sha256.hex), "kind": .string(kind.rawValue), "demo": .bool(demo),
      "tokens": .array(
        tokens.map { .object(["id": .string($0.id), "uri": .string($0.uri), "module": .string($0.module)]) }),
      "steps": .array(
        steps.map { step in
          .object([
            "id": .string(step.id), "verb": .string(type(of: step).verb), "plan": .array(step.plan.map(\.json)),
          ])
        }),
    ])
  }
}
