/// How much a reader takes before it refuses.
public struct DERLimits: Sendable, Hashable {
  /// Bytes of the outermost value.
  public let maximumBytes: Int
  /// Constructed values within one another.
  public let maximumDepth: Int

  public init(maximumBytes: Int, maximumDepth: Int) {
    self.maximumBytes = maximumBytes
    self.maximumDepth = maximumDepth
  }

  /// 1 MiB and 32 levels: a certificate needs about 10 KiB and 12 levels.
  public static let standard = DERLimits(maximumBytes: 1 << 20, maximumDepth: 32)
}

/// One value as it stands in the input.
public struct DERElement: Sendable, Hashable {
  public let tag: DERTag
  public let content: ArraySlice<UInt8>
  /// Identifier, length and content.
  public let bytes: ArraySlice<UInt8>
}

/// Reads the elements of one constructed value in order, by the distinguished encoding rules and no others.
///
/// Every structure is read inside a closure, so that bytes left over in it are an error by construction.
/// Errors carry the offset and the path of field names.
public struct DERReader: Sendable {
  private var rest: ArraySlice<UInt8>
  private let depthLeft: Int

  /// Decodes exactly one value: `body` must use up all bytes.
  public static func decode<Value>(
    _ bytes: ArraySlice<UInt8>, limits: DERLimits = .standard, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    guard bytes.count <= limits.maximumBytes else {
      throw DERError(
        .tooLarge, found: "\(bytes.count) bytes", required: "at most \(limits.maximumBytes)", offset: bytes.startIndex)
    }
    return try DERReader(rest: bytes, depthLeft: limits.maximumDepth).readAll(body)
  }

  /// Decodes exactly one value of a type that knows how to read itself.
  public static func decode<Value: DERCodable>(
    _ type: Value.Type, _ bytes: ArraySlice<UInt8>, limits: DERLimits = .standard
  ) throws(DERError) -> Value {
    try decode(bytes, limits: limits) { reader throws(DERError) in try Value(from: &reader) }
  }

  private init(rest: ArraySlice<UInt8>, depthLeft: Int) {
    self.rest = rest
    self.depthLeft = depthLeft
  }

  /// True after the last element of this value.
  public var isAtEnd: Bool { rest.isEmpty }

  /// Index of the next byte in the outermost input.
  public var offset: Int { rest.startIndex }

  /// The identifier of the next element; nil at the end or where there is no well-formed one.
  public var nextTag: DERTag? {
    var ahead = self
    return try? ahead.readTag()
  }

  /// Whether the next element has this identifier; false at the end.
  public func next(is tag: DERTag) -> Bool { nextTag == tag }

  /// The next element, whatever it is; its content is not looked into.
  public mutating func element() throws(DERError) -> DERElement {
    let whole = rest
    let tag = try readTag()
    let length = try readLength()
    guard length <= rest.count else {
      throw error(.truncated, found: "\(rest.count) bytes of content", required: "\(length)")
    }
    let content = rest.prefix(length)
    rest.removeFirst(length)
    return DERElement(tag: tag, content: content, bytes: whole.prefix(whole.count - rest.count))
  }

  /// The content of the next element, which must be primitive and carry this tag.
  public mutating func primitive(_ tag: DERTag) throws(DERError) -> ArraySlice<UInt8> {
    try expect(tag)
    return try element().content
  }

  /// Reads the next element, which must carry this tag, and with `body` all that is in it.
  public mutating func constructed<Value>(
    _ tag: DERTag, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    try expect(tag)
    guard depthLeft > 0 else {
      throw error(.tooDeep, found: "one more level of nesting", required: "fewer levels")
    }
    let element = try element()
    return try DERReader(rest: element.content, depthLeft: depthLeft - 1).readAll(body)
  }

  /// The value that `body` reads, with the bytes that it read.
  public mutating func withBytes<Value>(
    _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> (value: Value, bytes: [UInt8]) {
    let before = rest
    let value = try body(&self)
    return (value, Array(before.prefix(before.count - rest.count)))
  }

  /// Runs `body` and puts `name` in front of the path of any error it throws.
  public mutating func field<Value>(
    _ name: @autoclosure () -> String, _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    do { return try body(&self) } catch { throw error.inside(name()) }
  }

  /// An error at the current place, for a value that the structure does not allow.
  public func error(_ problem: DERError.Problem, found: String, required: String) -> DERError {
    DERError(problem, found: found, required: required, offset: offset)
  }

  private consuming func readAll<Value>(
    _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    var reader = self
    let value = try body(&reader)
    guard reader.isAtEnd else {
      throw reader.error(.trailingBytes, found: "\(reader.rest.count) bytes more", required: "the end of the value")
    }
    return value
  }

  private func expect(_ tag: DERTag) throws(DERError) {
    guard !isAtEnd else { throw error(.truncated, found: "the end", required: "\(tag)") }
    var ahead = self
    let found = try ahead.readTag()
    guard found == tag else { throw error(.unexpectedTag, found: "\(found)", required: "\(tag)") }
  }

  private mutating func readByte() throws(DERError) -> UInt8 {
    guard let byte = rest.popFirst() else { throw error(.truncated, found: "the end", required: "one more byte") }
    return byte
  }

  /// X.690, 8.1.2: numbers from 31 on take base-128 digits, without a leading zero digit.
  private mutating func readTag() throws(DERError) -> DERTag {
    let first = try readByte()
    let constructed = first & 0x20 != 0
    let tagClass = DERTag.Class(rawValue: first >> 6) ?? .universal
    guard first & 0x1F == 0x1F else { return DERTag(tagClass, UInt32(first & 0x1F), constructed: constructed) }
    var number: UInt32 = 0
    while true {
      let digit = try readByte()
      guard number != 0 || digit != 0x80 else {
        throw error(.nonMinimalTag, found: "a leading zero digit", required: "the shortest tag number")
      }
      guard number <= UInt32.max >> 7 else {
        throw error(.nonMinimalTag, found: "a tag number above 32 bits", required: "a smaller one")
      }
      number = number << 7 | UInt32(digit & 0x7F)
      if digit & 0x80 == 0 { break }
    }
    guard number >= 31 else {
      throw error(.nonMinimalTag, found: "the long form for tag \(number)", required: "the short form")
    }
    return DERTag(tagClass, number, constructed: constructed)
  }

  /// X.690, 10.1: definite form in the fewest octets.
  private mutating func readLength() throws(DERError) -> Int {
    let first = try readByte()
    guard first & 0x80 != 0 else { return Int(first) }
    let count = first & 0x7F
    guard count != 0 else {
      throw error(.indefiniteLength, found: "an indefinite length", required: "a definite length")
    }
    guard count <= 4 else {
      throw error(.tooLarge, found: "a length of \(count) octets", required: "at most 4 octets")
    }
    var length: UInt32 = 0
    for index in 0..<count {
      let octet = try readByte()
      guard index != 0 || octet != 0 else {
        throw error(.nonMinimalLength, found: "a leading zero in the length", required: "the shortest length")
      }
      length = length << 8 | UInt32(octet)
    }
    guard length >= 0x80 else {
      throw error(.nonMinimalLength, found: "the long form for length \(length)", required: "the short form")
    }
    guard let length = Int(exactly: length) else {
      throw error(.tooLarge, found: "length \(length)", required: "at most \(Int.max)")
    }
    return length
  }
}
