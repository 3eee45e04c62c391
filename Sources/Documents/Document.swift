public import Evidence

/// A place in a source text; both numbers count from one.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public var description: String { "line \(line), column \(column)" }
}

/// A value read from JSON or YAML, before anyone has said what it should be. Read it with `read(as:)`.
public struct Document: Sendable {
  public enum Value: Sendable {
    /// In the order of the source; no name occurs twice.
    case object([Member])
    case array([Document])
    /// A JSON string, or a YAML scalar that is quoted or a block.
    case string(String)
    /// A YAML scalar without quotes. Only the reader that asks knows whether `12` is a number or a label.
    case plain(String)
    case integer(Int64)
    case real(Double)
    case bool(Bool)
    case null
  }

  public struct Member: Sendable {
    public let name: String
    public let value: Document
  }

  public let value: Value
  /// Where the value begins; nil for JSON, where only the path is known.
  public let position: SourcePosition?

  init(_ value: Value, at position: SourcePosition? = nil) {
    self.value = value
    self.position = position
  }

  /// Reads the whole document as one shape; a member that the shape does not ask for is an error.
  public func read<Shape>(as shape: FieldShape<Shape>) throws(DocumentError) -> Shape {
    try shape.read(self, "$")
  }

  /// The value for canonical output. A real number is refused: it has no one spelling.
  ///
  /// A plain YAML scalar becomes what its text spells exactly (`true`, `false`, `null`, `~`, empty, or a decimal
  /// integer without leading zeros that fits 64 bits) and a string otherwise.
  public func jsonValue(path: String = "$") throws(DocumentError) -> JSONValue {
    switch value {
    case .object(let members):
      var result: [String: JSONValue] = [:]
      for member in members {
        result[member.name] = try member.value.jsonValue(path: FieldPath.member(member.name, of: path))
      }
      return .object(result)
    case .array(let elements):
      var result: [JSONValue] = []
      for (index, element) in elements.enumerated() {
        result.append(try element.jsonValue(path: FieldPath.element(index, of: path)))
      }
      return .array(result)
    case .string(let text): return .string(text)
    case .plain(let text): return PlainScalar(text).jsonValue
    case .integer(let number): return .integer(number)
    case .real: throw DocumentError(self, path, "expected no real number: write an integer or a string")
    case .bool(let flag): return .bool(flag)
    case .null: return .null
    }
  }
}

/// What the text of an unquoted YAML scalar spells. `yes`, `on`, `0x10`, `010` and `1_000` are text.
struct PlainScalar {
  let text: String

  init(_ text: String) { self.text = text }

  var isNull: Bool { ["", "~", "null"].contains(text) }

  var bool: Bool? { text == "true" ? true : text == "false" ? false : nil }

  /// The decimal integer, only where writing it again gives the same text.
  var integer: Int64? { Int64(text).flatMap { String($0) == text ? $0 : nil } }

  var jsonValue: JSONValue {
    if isNull { return .null }
    return bool.map(JSONValue.bool) ?? integer.map(JSONValue.integer) ?? .string(text)
  }
}
