internal import Evidence

/// The marshalling of nCore: words of 32 bits, little-endian; numbers and strings with their length in front.
struct NCoreReader {
  private var rest: ArraySlice<UInt8>
  /// Names the field of the bundle in errors.
  private let path: String

  /// Reads one value, which must use up all bytes.
  static func read<Value>(
    _ bytes: [UInt8], _ path: String, _ body: (inout NCoreReader) throws(AttestationError) -> Value
  ) throws(AttestationError) -> Value {
    var reader = NCoreReader(rest: bytes[...], path: path)
    let value = try body(&reader)
    guard reader.rest.isEmpty else { throw reader.malformed("\(reader.rest.count) bytes more", "the end") }
    return value
  }

  private init(rest: ArraySlice<UInt8>, path: String) {
    self.rest = rest
    self.path = path
  }

  func malformed(_ found: String, _ required: String) -> AttestationError {
    .malformed(path: "statement.\(path)", found: found, required: required)
  }

  mutating func word() throws(AttestationError) -> UInt32 {
    try raw(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// A word that can only be this one.
  mutating func require(_ expected: UInt32, _ what: String) throws(AttestationError) {
    let found = try word()
    guard found == expected else { throw malformed("\(what) \(found)", "\(expected)") }
  }

  /// A word of flags, of which only these may be set.
  mutating func flags(_ known: UInt32, _ what: String) throws(AttestationError) -> UInt32 {
    let found = try word()
    guard found & ~known == 0 else { throw malformed("\(what) 0x\(String(found, radix: 16))", "flags that are known") }
    return found
  }

  /// The number of items that follow, of at least so many bytes each.
  mutating func count(ofAtLeast size: Int) throws(AttestationError) -> Int {
    let found = try word()
    guard let count = Int(exactly: found), count <= rest.count / max(size, 1) else {
      throw malformed("\(found) items", "as many as there are bytes for")
    }
    return count
  }

  /// SHA-1.
  mutating func hash() throws(AttestationError) -> [UInt8] { try raw(20) }

  /// A hash with its mechanism in front, which is SHA-1.
  mutating func namedHash() throws(AttestationError) -> [UInt8] {
    try require(44, "hash mechanism")
    return try hash()
  }

  /// Big-endian, without leading zeros.
  mutating func number() throws(AttestationError) -> [UInt8] {
    let length = try count(ofAtLeast: 1)
    return Array(try raw(length).reversed().drop { $0 == 0 })
  }

  /// The length counts a final NUL, and the whole is padded to words.
  mutating func string() throws(AttestationError) -> String {
    let length = try count(ofAtLeast: 1)
    var bytes = try raw(length)
    _ = try raw((4 - length % 4) % 4)
    if bytes.last == 0 { bytes.removeLast() }
    guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else { throw malformed("a string", "printable ASCII") }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func raw(_ length: Int) throws(AttestationError) -> [UInt8] {
    guard length <= rest.count else { throw malformed("\(rest.count) bytes", "\(length)") }
    let bytes = Array(rest.prefix(length))
    rest = rest.dropFirst(length)
    return bytes
  }
}
