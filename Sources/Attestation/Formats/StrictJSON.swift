internal import DER
internal import Evidence

/// JSON (RFC 8259) that other people wrote, for the formats that are JSON or come wrapped in it.
///
/// Strict: UTF-8, no name twice in an object, no lone surrogate, nothing after the value. Numbers are integers of 64 bits;
/// no format here has others.
struct StrictJSON {
  /// Objects and arrays within one another.
  static let deepest = 16

  private var rest: ArraySlice<UInt8>

  /// Nil for anything that is not exactly one such value.
  static func value(_ bytes: [UInt8]) -> JSONValue? {
    var reader = StrictJSON(rest: bytes[...])
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    return reader.rest.isEmpty ? value : nil
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  private mutating func value(depth: Int) -> JSONValue? {
    skipBlanks()
    guard depth < StrictJSON.deepest else { return nil }
    switch rest.first {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return integer()
    }
  }

  private mutating func skipBlanks() { rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }

  /// Takes this character, blanks before it left out.
  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard rest.first == UInt8(ascii: scalar) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func word(_ word: String, _ value: JSONValue) -> JSONValue? {
    guard rest.starts(with: word.utf8) else { return nil }
    rest.removeFirst(word.utf8.count)
    return value
  }

  private mutating func integer() -> JSONValue? {
    let text = rest.prefix { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest.removeFirst(text.count)
    guard let number = Int64(String(decoding: text, as: UTF8.self)), String(number).utf8.elementsEqual(text) else {
      return nil
    }
    return .integer(number)
  }

  private mutating func object(_ depth: Int) -> JSONValue? {
    rest.removeFirst()
    var members: [String: JSONValue] = [:]
    // Swift takes canonically equivalent names for one; two spellings of one name are refused with the rest.
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard let name = string(), take(":"), members[name] == nil, let value = value(depth: depth + 1) else {
        return nil
      }
      members[name] = value
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(_ depth: Int) -> JSONValue? {
    rest.removeFirst()
    var elements: [JSONValue] = []
    if take("]") { return .array(elements) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      elements.append(value)
    } while take(",")
    return take("]") ? .array(elements) : nil
  }

  // MARK: - Strings

  private mutating func string() -> String? {
    guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
    var content: [UInt8] = []
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        content.append(contentsOf: String(scalar).utf8)
      case 0..<0x20: return nil
      default: content.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{08}"
    case UInt8(ascii: "f"): return "\u{0C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return codePoint()
    default: return nil
    }
  }

  /// Four digits, or a pair of surrogates.
  private mutating func codePoint() -> Unicode.Scalar? {
    guard let unit = codeUnit() else { return nil }
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"), let low = codeUnit(),
      (0xDC00..<0xE000).contains(low)
    else { return nil }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  private mutating func codeUnit() -> UInt32? {
    let digits = rest.prefix(4)
    rest.removeFirst(digits.count)
    guard let bytes = Hex.decode(String(decoding: digits, as: UTF8.self)), bytes.count == 2 else { return nil }
    return UInt32(bytes[0]) << 8 | UInt32(bytes[1])
  }
}

/// base64url (RFC 4648, 5), with padding or without.
enum Base64URL {
  /// Nil for anything else, unused bits that are set included.
  static func decode(_ text: String) -> [UInt8]? {
    var digits = text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      // The other alphabet's digits are none here.
      case UInt8(ascii: "+"), UInt8(ascii: "/"): UInt8(ascii: "*")
      default: byte
      }
    }
    if !digits.contains(UInt8(ascii: "=")) {
      while !digits.count.isMultiple(of: 4) { digits.append(UInt8(ascii: "=")) }
    }
    return Base64.decode(digits)
  }
}
