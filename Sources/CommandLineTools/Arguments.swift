/// The command line cannot be understood.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
  public let message: String
  /// A command that helps.
  public let hint: String

  public init(_ message: String, hint: String) {
    self.message = message
    self.hint = hint
  }

  public var description: String { "\(message)\n  hint: \(hint)" }
}

/// The words after a verb: options with values, flags, and operands. There are no abbreviations.
public struct Arguments: Sendable {
  public private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]
  private var flags: Set<String> = []
  private let hint: String

  init(_ words: ArraySlice<String>, of verb: Verb, tool: String) throws(UsageError) {
    hint = "\(tool) \(verb.name) --help"
    var rest = words
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        operands.append(word)
        continue
      }
      guard let option = verb.options.first(where: { $0.name == word }) else {
        throw UsageError("unknown option \(word)", hint: hint)
      }
      let mayRepeat = option.value?.hasSuffix("…") ?? false
      guard mayRepeat || (values[word] == nil && !flags.contains(word)) else {
        throw UsageError("\(word) is given twice", hint: hint)
      }
      if let wanted = option.value {
        guard let value = rest.popFirst() else {
          throw UsageError("\(word) needs a value: \(word) \(wanted)", hint: hint)
        }
        values[word, default: []].append(value)
      } else {
        flags.insert(word)
      }
    }
    try checkCount(verb)
  }

  private func checkCount(_ verb: Verb) throws(UsageError) {
    let repeats = verb.operands.last?.hasSuffix("…") ?? false
    let least = verb.operands.count { !$0.hasPrefix("[") }
    let fits = repeats ? operands.count >= least : (least...verb.operands.count).contains(operands.count)
    guard !fits else { return }
    let wanted = verb.operands.isEmpty ? "no operand" : verb.operands.joined(separator: " ")
    let found = operands.isEmpty ? "none" : operands.joined(separator: " ")
    throw UsageError("expected \(wanted), found \(found)", hint: hint)
  }

  public func has(_ flag: String) -> Bool { flags.contains(flag) }

  public subscript(option: String) -> String? { values[option]?.first }

  /// The values of an option that may be repeated, in their order.
  public func all(_ option: String) -> [String] { values[option] ?? [] }

  public func required(_ option: String) throws(UsageError) -> String {
    guard let value = self[option] else { throw UsageError("\(option) is missing", hint: hint) }
    return value
  }

  /// An error about the value of an option.
  public func misuse(_ message: String) -> UsageError { UsageError(message, hint: hint) }
}
