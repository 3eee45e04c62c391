internal import CCBOR

/// A data item of CBOR (RFC 8949) in CTAP2's canonical form, opened by libcbor one head at a time.
///
/// Refused: lengths that are not known ahead, longer heads than needed, tags, real numbers, repeated keys, keys that are
/// neither text nor whole numbers, and nesting beyond `deepest`. Nothing is reserved that the input does not hold.
struct CBORItem: Sendable, Hashable {
  indirect enum Value: Sendable, Hashable {
    case unsigned(UInt64)
    /// -1 less this.
    case negative(UInt64)
    case bytes([UInt8])
    case text(String)
    case array([CBORItem])
    case map([CBORMember])
    case bool(Bool)
    case null
  }

  let value: Value
  /// As the item stands in the input.
  let encoded: [UInt8]

  static let deepest = 8

  /// Reads exactly one item. `path` is for errors.
  init(_ bytes: [UInt8], path: String) throws(WebAuthnError) {
    var rest = bytes[...]
    self = try CBORItem(prefix: &rest, path: path)
    guard rest.isEmpty else {
      throw .malformed(path: path, found: "followed by \(rest.count) bytes", required: "the end")
    }
  }

  /// Reads one item and leaves what follows it.
  init(prefix rest: inout ArraySlice<UInt8>, path: String, depth: Int = 0) throws(WebAuthnError) {
    guard depth < CBORItem.deepest else {
      throw .malformed(path: path, found: "nested deeper than \(CBORItem.deepest)", required: "less")
    }
    let start = rest
    switch try CBORHead(prefix: &rest, path: path) {
    case .unsigned(let number): value = .unsigned(number)
    case .negative(let number): value = .negative(number)
    case .bytes(let bytes): value = .bytes(bytes)
    case .text(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw .malformed(path: path, found: "text that is no UTF-8", required: "UTF-8")
      }
      value = .text(text)
    case .array(let count):
      var elements: [CBORItem] = []
      for index in 0..<count {
        elements.append(try CBORItem(prefix: &rest, path: "\(path)[\(index)]", depth: depth + 1))
      }
      value = .array(elements)
    case .map(let count): value = .map(try CBORItem.members(count, &rest, path, depth))
    case .bool(let flag): value = .bool(flag)
    case .null: value = .null
    case .other(let what): throw .malformed(path: path, found: what, required: "canonical CBOR (CTAP 2, 8)")
    }
    encoded = Array(start.prefix(start.count - rest.count))
  }

  private static func members(
    _ count: Int, _ rest: inout ArraySlice<UInt8>, _ path: String, _ depth: Int
  ) throws(WebAuthnError) -> [CBORMember] {
    var members: [CBORMember] = []
    var known: Set<[UInt8]> = []
    for _ in 0..<count {
      let key = try CBORItem(prefix: &rest, path: "\(path).key", depth: depth + 1)
      switch key.value {
      case .text, .unsigned, .negative: break
      default: throw .malformed(path: "\(path).key", found: "another kind", required: "text or a whole number")
      }
      guard known.insert(key.encoded).inserted else {
        throw .malformed(path: "\(path).\(key.name)", found: "given twice", required: "given once")
      }
      let value = try CBORItem(prefix: &rest, path: "\(path).\(key.name)", depth: depth + 1)
      members.append(CBORMember(key: key, value: value))
    }
    return members
  }
}

struct CBORMember: Sendable, Hashable {
  let key: CBORItem
  let value: CBORItem
}

extension CBORItem {
  var number: Int64? {
    switch value {
    case .unsigned(let number): Int64(exactly: number)
    case .negative(let number): Int64(exactly: number).map { -1 - $0 }
    default: nil
    }
  }

  var byteString: [UInt8]? {
    guard case .bytes(let bytes) = value else { return nil }
    return bytes
  }

  var text: String? {
    guard case .text(let text) = value else { return nil }
    return text
  }

  var elements: [CBORItem]? {
    guard case .array(let elements) = value else { return nil }
    return elements
  }

  var members: [CBORMember]? {
    guard case .map(let members) = value else { return nil }
    return members
  }

  /// The member of a map under a text; nil where there is none or where this is no map.
  subscript(name: String) -> CBORItem? {
    members?.first { $0.key.text?.utf8.elementsEqual(name.utf8) ?? false }?.value
  }

  subscript(number: Int64) -> CBORItem? { members?.first { $0.key.number == number }?.value }

  /// For errors; what an outsider writes is cut short, and what does not print is left out.
  var name: String {
    number.map(String.init) ?? text.map { WebAuthnText.shown($0) } ?? "?"
  }
}
