/// An option as the help shows it and the parser takes it.
public struct Option: Sendable {
  public let name: String
  /// What the value stands for, with `…` at the end where the option may be repeated; nil for a flag.
  public let value: String?
  public let help: String

  public init(_ name: String, _ value: String? = nil, _ help: String) {
    self.name = name
    self.value = value
    self.help = help
  }

  var label: String { value.map { "\(name) \($0)" } ?? name }

  public static let json = Option("--json", nil, "print one JSON object instead of lines for people")
}

/// One thing that a tool does: its help and what it takes.
public struct Verb: Sendable {
  /// One word or more, such as `token init`.
  public let name: String
  public let summary: String
  /// What stands after the options; a last one that ends in `…` may be repeated, one in brackets may be absent.
  public let operands: [String]
  public let options: [Option]
  public let description: String

  public init(name: String, summary: String, operands: [String] = [], options: [Option], description: String) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.options = options
    self.description = description
  }

  var words: [String] { name.split(separator: " ").map { String($0) } }

  var synopsis: String { ([name] + operands).joined(separator: " ") }
}

/// A command-line tool: its verbs, and the help that is made of them, for a terminal of 80 columns.
public struct ToolDescription: Sendable {
  public let name: String
  public let purpose: String
  public let verbs: [Verb]
  /// What each exit code means, a line or two.
  public let exitCodes: String

  public init(name: String, purpose: String, verbs: [Verb], exitCodes: String) {
    self.name = name
    self.purpose = purpose
    self.verbs = verbs
    self.exitCodes = exitCodes
  }

  /// What a tool was asked: to tell something of itself, or to run a verb.
  public enum Request: Sendable {
    case tell(String)
    case run(Verb, Arguments)
  }

  /// Reads the words after the tool's name.
  public func parse(_ words: [String]) throws(UsageError) -> Request {
    guard let first = words.first else { throw UsageError("no verb", hint: "\(name) --help") }
    guard first != "--help", first != "-h" else { return .tell(help) }
    guard first != "--version" else { return .tell("\(name) \(Product.version)") }
    guard let verb = verbs.first(where: { words.starts(with: $0.words) }) else {
      throw UsageError("unknown verb \(first)", hint: "\(name) --help")
    }
    let rest = words.dropFirst(verb.words.count)
    guard !rest.contains("--help"), !rest.contains("-h") else { return .tell(help(of: verb)) }
    return .run(verb, try Arguments(rest, of: verb, tool: name))
  }

  /// The help of the whole tool.
  public var help: String {
    let rows = verbs.map { ($0.synopsis, $0.summary) }
    return """
      usage: \(name) VERB [OPTIONS]

      \(purpose)

      verbs:
      \(ToolDescription.table(rows))

      '\(name) VERB --help' tells the options of a verb.
      '\(name) --version' tells the version.

      \(exitCodes)

      """
  }

  /// The help of one verb.
  public func help(of verb: Verb) -> String {
    let usage = ["usage: \(name)", verb.name] + (verb.options.isEmpty ? [] : ["[OPTIONS]"]) + verb.operands
    let options =
      verb.options.isEmpty ? "" : "\noptions:\n\(ToolDescription.table(verb.options.map { ($0.label, $0.help) }))\n"
    return """
      \(usage.joined(separator: " "))

      \(verb.description)
      \(options)
      \(exitCodes)

      """
  }

  private static func table(_ rows: [(String, String)]) -> String {
    let width = rows.map { $0.0.count }.max() ?? 0
    return rows.map { "  \($0.0)\(String(repeating: " ", count: width - $0.0.count + 2))\($0.1)" }
      .joined(separator: "\n")
  }
}
