/// A JSON value that has exactly one canonical spelling: what digests and records are made of.
///
/// There is no member for a real number: two programs spell the same real differently, and nothing we sign or
/// record needs one. Swift compares strings by canonical equivalence; where identity matters, compare
/// `canonicalBytes()`, which keeps every scalar as it came.
public indirect enum JSONValue: Sendable, Hashable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  case integer(Int64)
  case bool(Bool)
  case null

  /// The spelling of RFC 8785 in UTF-8: members sorted by UTF-16 code units, no white space, shortest escapes.
  ///
  /// One difference: an integer is written with all its digits, also beyond the 2^53 of RFC 8785's doubles.
  public func canonicalBytes() -> [UInt8] {
    var output: [UInt8] = []
    write(to: &output)
    return output
  }

  private func write(to output: inout [UInt8]) {
    switch self {
    case .object(let members):
      let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      JSONValue.writeList(sorted, open: "{", close: "}", to: &output) { member, output in
        JSONValue.write(string: member.key, to: &output)
        output.append(UInt8(ascii: ":"))
        member.value.write(to: &output)
      }
    case .array(let elements):
      JSONValue.writeList(elements, open: "[", close: "]", to: &output) { $0.write(to: &$1) }
    case .string(let text): JSONValue.write(string: text, to: &output)
    case .integer(let number): output.append(contentsOf: String(number).utf8)
    case .bool(let flag): output.append(contentsOf: (flag ? "true" : "false").utf8)
    case .null: output.append(contentsOf: "null".utf8)
    }
  }

  private static func writeList<Element>(
    _ elements: [Element], open: Unicode.Scalar, close: Unicode.Scalar, to output: inout [UInt8],
    write: (Element, inout [UInt8]) -> Void
  ) {
    output.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      write(element, &output)
    }
    output.append(UInt8(ascii: close))
  }

  /// RFC 8785, 3.2.2.2: the two-character escapes where JSON has one, `\u00xx` for the other controls, all else as is.
  private static func write(string: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
        output.append(byte)
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case 0x08: output.append(contentsOf: "\\b".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0C: output.append(contentsOf: "\\f".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      default: output.append(contentsOf: "\\u00\(Hex.encode([byte]))".utf8)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
