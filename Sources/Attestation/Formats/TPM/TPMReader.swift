/// Reads structures of TPM 2.0 (TPM 2.0 Library, Part 2): big-endian numbers and sized fields, and nothing left over.
struct TPMReader {
  /// Bytes of one structure: an RSA-16384 key area has about 2.5 KiB.
  static let mostBytes = 8192
  /// The greatest TPM2B_DIGEST, TPM2B_NAME and TPM2B_DATA: a SHA-512 with its algorithm before it.
  static let mostDigestBytes = 66

  private var rest: ArraySlice<UInt8>
  private let part: String

  /// Decodes exactly one structure: `body` must use up all bytes. `part` names it in errors.
  static func decode<Value>(
    _ bytes: [UInt8], _ part: String, _ body: (inout TPMReader) throws(AttestationError) -> Value
  ) throws(AttestationError) -> Value {
    guard bytes.count <= mostBytes else {
      throw .malformed(path: part, found: "\(bytes.count) bytes", required: "at most \(mostBytes)")
    }
    var reader = TPMReader(rest: bytes[...], part: part)
    let value = try body(&reader)
    guard reader.rest.isEmpty else { throw reader.error("", "\(reader.rest.count) bytes after the end", "none") }
    return value
  }

  private init(rest: ArraySlice<UInt8>, part: String) {
    self.rest = rest
    self.part = part
  }

  /// A number of as many octets as its type has.
  mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ field: String, _: Number.Type = Number.self
  ) throws(AttestationError) -> Number {
    var number: Number = 0
    for byte in try bytes(field, Number.bitWidth / 8) { number = number << 8 | Number(truncatingIfNeeded: byte) }
    return number
  }

  mutating func bytes(_ field: String, _ count: Int) throws(AttestationError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw error(field, "\(rest.count) bytes", "\(count) bytes") }
    let bytes = rest.prefix(count)
    rest.removeFirst(count)
    return bytes
  }

  /// A TPM2B: two octets of length, and as many bytes.
  mutating func sized(
    _ field: String, atMost limit: Int = TPMReader.mostDigestBytes
  ) throws(AttestationError) -> [UInt8] {
    let count = Int(try number(field, UInt16.self))
    guard count <= limit else { throw error(field, "\(count) bytes", "at most \(limit)") }
    return Array(try bytes(field, count))
  }

  /// All that is left, for a structure that is not looked into.
  mutating func skipRest() { rest = [] }

  func error(_ field: String, _ found: String, _ required: String) -> AttestationError {
    .malformed(path: field.isEmpty ? part : "\(part).\(field)", found: found, required: required)
  }
}

/// Algorithms by their numbers (TCG Algorithm Registry).
enum TPMAlgorithm {
  static let rsa: UInt16 = 0x0001
  static let sha1: UInt16 = 0x0004
  static let null: UInt16 = 0x0010
  static let rsaSSA: UInt16 = 0x0014
  static let rsaES: UInt16 = 0x0015
  static let rsaPSS: UInt16 = 0x0016
  static let oaep: UInt16 = 0x0017
  static let ecdsa: UInt16 = 0x0018
  static let ecdaa: UInt16 = 0x001A
  static let ecc: UInt16 = 0x0023
}
