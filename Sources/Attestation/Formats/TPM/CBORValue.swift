/// CBOR (RFC 8949) as far as WebAuthn's objects have it: definite lengths, no tags, no floating point.
indirect enum CBORValue: Sendable, Hashable {
  case integer(Int64)
  case bytes([UInt8])
  case text(String)
  case array([CBORValue])
  /// In the order of the encoding; keys are unique.
  case map([(key: CBORValue, value: CBORValue)])
  case bool(Bool)
  case null

  /// Reads exactly one value.
  init(_ bytes: [UInt8], part: String) throws(AttestationError) {
    var reader = CBORReader(rest: bytes[...], part: part)
    self = try reader.value()
    guard reader.rest.isEmpty else { throw reader.error("\(reader.rest.count) bytes after the end", "none") }
  }

  /// Reads the value that stands first in some bytes, and takes it off them.
  init(prefix bytes: inout ArraySlice<UInt8>, part: String) throws(AttestationError) {
    var reader = CBORReader(rest: bytes, part: part)
    self = try reader.value()
    bytes = reader.rest
  }

  /// The value of a map's key; nil where there is none, or where this is no map.
  subscript(key: CBORValue) -> CBORValue? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  subscript(key: String) -> CBORValue? { self[.text(key)] }
  subscript(key: Int64) -> CBORValue? { self[.integer(key)] }

  var byteString: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
  var number: Int64? { if case .integer(let number) = self { number } else { nil } }

  static func == (one: CBORValue, other: CBORValue) -> Bool {
    switch (one, other) {
    case (.integer(let a), .integer(let b)): a == b
    case (.bytes(let a), .bytes(let b)): a == b
    case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.map(let a), .map(let b)): a.elementsEqual(b) { $0.key == $1.key && $0.value == $1.value }
    case (.bool(let a), .bool(let b)): a == b
    case (.null, .null): true
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .integer(let number): hasher.combine(number)
    case .bytes(let bytes): hasher.combine(bytes)
    case .text(let text): hasher.combine(Array(text.utf8))
    case .array(let values): hasher.combine(values.count)
    case .map(let entries): hasher.combine(entries.count)
    case .bool(let value): hasher.combine(value)
    case .null: hasher.combine(0)
    }
  }
}

private struct CBORReader {
  /// Levels of arrays and maps: an attestation object has three.
  static let mostDepth = 8
  /// Elements of one array or map.
  static let mostElements = 64

  var rest: ArraySlice<UInt8>
  let part: String

  mutating func value(depth: Int = 0) throws(AttestationError) -> CBORValue {
    guard depth < CBORReader.mostDepth else { throw error("one more level", "at most \(CBORReader.mostDepth)") }
    let initial = try byte()
    switch initial >> 5 {
    case 0: return .integer(try argument(initial))
    case 1: return .integer(-1 - (try argument(initial)))
    case 2: return .bytes(Array(try content(initial)))
    case 3:
      guard let text = String(validating: try content(initial), as: UTF8.self) else {
        throw error("a text that is not UTF-8", "UTF-8")
      }
      return .text(text)
    case 4:
      var values: [CBORValue] = []
      for _ in 0..<(try count(initial)) { values.append(try value(depth: depth + 1)) }
      return .array(values)
    case 5: return try map(initial, depth)
    default: return try simple(initial)
    }
  }

  private mutating func map(_ initial: UInt8, _ depth: Int) throws(AttestationError) -> CBORValue {
    var entries: [(key: CBORValue, value: CBORValue)] = []
    for _ in 0..<(try count(initial)) {
      let key = try value(depth: depth + 1)
      guard !entries.contains(where: { $0.key == key }) else { throw error("a key twice", "each key once") }
      entries.append((key, try value(depth: depth + 1)))
    }
    return .map(entries)
  }

  private func simple(_ initial: UInt8) throws(AttestationError) -> CBORValue {
    switch initial {
    case 0xF4: return .bool(false)
    case 0xF5: return .bool(true)
    case 0xF6: return .null
    default: throw error("the initial byte \(initial)", "an integer, a string, an array, a map, a boolean or null")
    }
  }

  /// The number in or after an initial byte, within 63 bits so that its complement fits, too.
  private mutating func argument(_ initial: UInt8) throws(AttestationError) -> Int64 {
    let short = initial & 0x1F
    guard short >= 24 else { return Int64(short) }
    guard short <= 27 else { throw error("an indefinite or reserved length", "a definite one") }
    var number: UInt64 = 0
    for _ in 0..<(1 << Int(short - 24)) { number = number << 8 | UInt64(try byte()) }
    guard let value = Int64(exactly: number) else { throw error("the number \(number)", "at most \(Int64.max)") }
    return value
  }

  private mutating func count(_ initial: UInt8) throws(AttestationError) -> Int {
    let count = try argument(initial)
    guard count <= CBORReader.mostElements else {
      throw error("\(count) elements", "at most \(CBORReader.mostElements)")
    }
    return Int(count)
  }

  private mutating func content(_ initial: UInt8) throws(AttestationError) -> ArraySlice<UInt8> {
    let count = try argument(initial)
    guard count <= rest.count else { throw error("\(rest.count) bytes", "\(count) bytes") }
    let content = rest.prefix(Int(count))
    rest.removeFirst(Int(count))
    return content
  }

  private mutating func byte() throws(AttestationError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw error("no more bytes", "one more") }
    return byte
  }

  func error(_ found: String, _ required: String) -> AttestationError {
    .malformed(path: part, found: found, required: required)
  }
}
