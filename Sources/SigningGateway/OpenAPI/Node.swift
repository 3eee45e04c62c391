internal import Evidence

/// A JSON value that is written as a Swift literal.
struct Node: Sendable {
  let json: JSONValue

  init(_ json: JSONValue) { self.json = json }
}

extension Node: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { json = .string(text) }
  init(integerLiteral number: Int64) { json = .integer(number) }
  init(booleanLiteral flag: Bool) { json = .bool(flag) }
  init(arrayLiteral elements: Node...) { json = .array(elements.map(\.json)) }
  init(dictionaryLiteral members: (String, Node)...) { self.init(members) }

  init(_ members: [(String, Node)]) {
    json = .object(Dictionary(members.map { ($0.0, $0.1.json) }) { first, _ in first })
  }
}

/// JSON Schema 2020-12, as OpenAPI 3.1 has it.
extension Node {
  static let string: Node = ["type": "string"]
  static let boolean: Node = ["type": "boolean"]
  static let integer: Node = ["type": "integer"]
  static let count: Node = ["type": "integer", "minimum": 0]
  static let time: Node = ["type": "string", "format": "date-time"]
  /// Anything.
  static let any: Node = true

  static func text(_ longest: Int64, shortest: Int64 = 0) -> Node {
    ["type": "string", "minLength": Node(.integer(shortest)), "maxLength": Node(.integer(longest))]
  }

  static func pattern(_ pattern: String) -> Node { ["type": "string", "pattern": Node(.string(pattern))] }

  static func const(_ text: String) -> Node { ["const": Node(.string(text))] }

  static func oneOf(_ texts: [String]) -> Node {
    ["type": "string", "enum": Node(.array(texts.map { .string($0) }))]
  }

  static func list(_ items: Node, atLeast least: Int64 = 0) -> Node {
    ["type": "array", "items": items, "minItems": Node(.integer(least))]
  }

  static func orNull(_ schema: Node) -> Node { ["anyOf": [schema, ["type": "null"]]] }

  /// An object of exactly these members; those of `optional` may be left out.
  static func object(_ needed: [(String, Node)], optional: [(String, Node)] = [], open: Bool = false) -> Node {
    [
      "type": "object", "properties": Node(needed + optional),
      "required": Node(.array(needed.map { .string($0.0) })), "additionalProperties": Node(.bool(open)),
    ]
  }

  static func ref(_ schema: String) -> Node { ["$ref": Node(.string("#/components/schemas/\(schema)"))] }
}
