/// The words after a verb: options with values, flags, and operands. There are no abbreviations.
struct Arguments {
  private(set) var operands: [String] = []
  private var values: [String: String] = [:]
  private var flags: Set<String> = []

  init(_ words: ArraySlice<String>, of verb: Verb) throws(CeremonyError) {
    var rest = words
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        operands.append(word)
        continue
      }
      guard let option = verb.options.first(where: { $0.name == word }) else {
        throw verb.misuse("unknown option \(word)")
      }
      guard values[word] == nil, !flags.contains(word) else { throw verb.misuse("\(word) is given twice") }
      if option.value == nil {
        flags.insert(word)
      } else {
        guard let value = rest.popFirst() else { throw verb.misuse("\(word) needs a value: \(word) \(option.shape)") }
        values[word] = value
      }
    }
    guard operands.count == verb.operands.count else {
      let wanted = verb.operands.isEmpty ? "no operand" : verb.operands.joined(separator: " ")
      throw verb.misuse("expected \(wanted), found \(operands.isEmpty ? "none" : operands.joined(separator: " "))")
    }
  }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  subscript(option: String) -> String? { values[option] }

  func required(_ option: String, of verb: Verb) throws(CeremonyError) -> String {
    guard let value = values[option] else { throw verb.misuse("\(option) is missing") }
    return value
  }
}

/// An option as the help shows it and the parser takes it.
struct Option: Sendable {
  let name: String
  /// What the value stands for; nil for a flag.
  let value: String?
  let help: String

  init(_ name: String, _ value: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.help = help
  }

  fileprivate var shape: String { value ?? "" }

  static let json = Option("--json", nil, "print one JSON object instead of lines for people")
  static let workdir = Option("--workdir", "DIR", "take relative paths of the script from here, not from its folder")
}

/// One thing that the tool does: its help and what it takes.
struct Verb: Sendable {
  let name: String
  let summary: String
  let operands: [String]
  let options: [Option]
  let description: String

  func misuse(_ message: String) -> CeremonyError {
    CeremonyError(.usage, message, hint: "key-ceremony \(name) --help")
  }

  /// The whole help of the verb, for a terminal of 80 columns.
  var help: String {
    let usage = (["usage: key-ceremony", name] + operands + (options.isEmpty ? [] : ["[OPTIONS]"]))
    let width = options.map { $0.label.count }.max() ?? 0
    let lines = options.map { option in
      "  \(option.label)\(String(repeating: " ", count: width - option.label.count + 2))\(option.help)"
    }
    return """
      \(usage.joined(separator: " "))

      \(description)

      options:
      \(lines.joined(separator: "\n"))

      \(CommandLineTool.exitCodes)

      """
  }
}

extension Option {
  fileprivate var label: String { value.map { "\(name) \($0)" } ?? name }
}
