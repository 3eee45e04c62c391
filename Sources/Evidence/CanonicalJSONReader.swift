extension JSONValue {
  /// Reads what `canonicalBytes()` wrote. Returns nil for any other spelling, and for objects and arrays nested deeper
  /// than 64 levels, which is what `Documents` takes.
  ///
  /// This reads our own records back; documents of other people go through the strict reader of `Documents`.
  public init?(canonical bytes: [UInt8]) {
    var reader = CanonicalJSONReader(bytes: bytes[...])
    // Writing the value again is what refuses white space, unsorted or doubled members and needless escapes.
    guard let value = reader.value(depth: 0), value.canonicalBytes() == bytes else { return nil }
    self = value
  }

  /// The member of an object; nil where there is none or where this is no object.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The text of a string, or nil.
  public var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The elements of an array, or nil.
  public var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }
}

private struct CanonicalJSONReader {
  var bytes: ArraySlice<UInt8>

  mutating func value(depth: Int) -> JSONValue? {
    switch bytes.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): if depth >= 64 { return nil }
    default: break
    }
    switch bytes.first {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return list(close: "]") { $0.value(depth: depth + 1) }.map(JSONValue.array)
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    case UInt8(ascii: "t"): return word("true", .bool(true))
    case UInt8(ascii: "f"): return word("false", .bool(false))
    case UInt8(ascii: "n"): return word("null", .null)
    default: return integer()
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard bytes.first == UInt8(ascii: scalar) else { return false }
    bytes.removeFirst()
    return true
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) -> JSONValue? {
    let text = Array("\(word)".utf8)
    guard bytes.starts(with: text) else { return nil }
    bytes.removeFirst(text.count)
    return value
  }

  private mutating func integer() -> JSONValue? {
    let digits = bytes.prefix { $0 == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    bytes.removeFirst(digits.count)
    return Int64(String(decoding: digits, as: UTF8.self)).map(JSONValue.integer)
  }

  private mutating func object(depth: Int) -> JSONValue? {
    typealias Member = (name: String, value: JSONValue)
    let members: [Member]? = list(close: "}") { reader in
      guard let name = reader.string(), reader.take(":"), let value = reader.value(depth: depth + 1) else { return nil }
      return (name, value)
    }
    return members.map { .object(Dictionary($0.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })) }
  }

  /// Opening bracket, elements between commas, closing bracket.
  private mutating func list<Element>(
    close: Unicode.Scalar, element: (inout CanonicalJSONReader) -> Element?
  ) -> [Element]? {
    bytes.removeFirst()
    var elements: [Element] = []
    if take(close) { return elements }
    repeat {
      guard let next = element(&self) else { return nil }
      elements.append(next)
    } while take(",")
    return take(close) ? elements : nil
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    var content: [UInt8] = []
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = escape() else { return nil }
        content.append(escaped)
      default: content.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> UInt8? {
    switch bytes.popFirst() {
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "\""): return UInt8(ascii: "\"")
    case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
    case UInt8(ascii: "u"):
      let digits = bytes.prefix(4)
      bytes.removeFirst(digits.count)
      // Canonical text writes only controls this way, so the first octet is zero.
      guard let code = Hex.decode(String(decoding: digits, as: UTF8.self)), code.count == 2, code[0] == 0 else {
        return nil
      }
      return code[1]
    default: return nil
    }
  }
}
