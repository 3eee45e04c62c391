/// Primitive values. `tag` is given for implicitly tagged ones.
extension DERReader {
  /// FALSE is 00 and TRUE is FF (X.690, 11.1).
  public mutating func boolean(tag: DERTag = .boolean) throws(DERError) -> Bool {
    let start = self
    switch Array(try primitive(tag)) {
    case [0x00]: return false
    case [0xFF]: return true
    default: throw start.error(.badBoolean, found: "another content", required: "one byte, 00 or FF")
    }
  }

  /// BOOLEAN DEFAULT FALSE: absent or TRUE, as the default must not be encoded (X.690, 11.5).
  public mutating func booleanDefaultFalse(tag: DERTag = .boolean) throws(DERError) -> Bool {
    guard next(is: tag) else { return false }
    let start = self
    guard try boolean(tag: tag) else {
      throw start.error(.defaultValueEncoded, found: "FALSE, the default", required: "no encoding of it")
    }
    return true
  }

  /// The content octets of an INTEGER: two's complement, big-endian, as short as can be, never empty.
  public mutating func integerContent(tag: DERTag = .integer) throws(DERError) -> ArraySlice<UInt8> {
    let start = self
    let content = try primitive(tag)
    guard let first = content.first else {
      throw start.error(.nonMinimalInteger, found: "no content", required: "at least one byte")
    }
    if let second = content.dropFirst().first, first == (second & 0x80 == 0 ? 0x00 : 0xFF) {
      throw start.error(.nonMinimalInteger, found: "a padded integer", required: "the shortest content")
    }
    return content
  }

  /// An INTEGER of at most 64 bits.
  public mutating func integer(tag: DERTag = .integer) throws(DERError) -> Int64 {
    let start = self
    let content = try integerContent(tag: tag)
    guard content.count <= 8 else {
      throw start.error(.integerOutOfRange, found: "\(content.count) bytes", required: "at most 8")
    }
    var value: Int64 = content.first.map { $0 & 0x80 != 0 } == true ? -1 : 0
    for byte in content { value = value << 8 | Int64(byte) }
    return value
  }

  /// An INTEGER that is not negative and fits an `Int`.
  public mutating func nonNegativeInteger(tag: DERTag = .integer) throws(DERError) -> Int {
    let start = self
    guard let value = Int(exactly: try integer(tag: tag)), value >= 0 else {
      throw start.error(.integerOutOfRange, found: "a negative integer", required: "0 or more")
    }
    return value
  }

  /// The big-endian magnitude of an INTEGER that is not negative, without leading zeros; empty for 0.
  public mutating func unsignedInteger(tag: DERTag = .integer) throws(DERError) -> [UInt8] {
    let start = self
    let content = try integerContent(tag: tag)
    guard content.first.map({ $0 & 0x80 == 0 }) == true else {
      throw start.error(.integerOutOfRange, found: "a negative integer", required: "0 or more")
    }
    return Array(content.drop { $0 == 0 })
  }

  public mutating func null(tag: DERTag = .null) throws(DERError) {
    let start = self
    guard try primitive(tag).isEmpty else {
      throw start.error(.badNull, found: "content", required: "none")
    }
  }

  public mutating func objectIdentifier(tag: DERTag = .objectIdentifier) throws(DERError) -> ObjectIdentifier {
    let start = self
    guard let identifier = ObjectIdentifier(derContent: try primitive(tag)) else {
      throw start.error(
        .badObjectIdentifier, found: "empty, padded, cut or overlong arcs", required: "an object identifier")
    }
    return identifier
  }

  public mutating func octetString(tag: DERTag = .octetString) throws(DERError) -> [UInt8] {
    Array(try primitive(tag))
  }

  public mutating func bitString(tag: DERTag = .bitString) throws(DERError) -> BitString {
    let start = self
    let content = try primitive(tag)
    guard let unused = content.first,
      let bits = BitString(bytes: Array(content.dropFirst()), unusedBits: Int(unused))
    else {
      throw start.error(
        .badBitString, found: "a wrong count of unused bits, or unused bits set", required: "0 to 7 bits, all zero")
    }
    return bits
  }

  /// A character string of the kind that its tag says.
  public mutating func characterString() throws(DERError) -> CharacterString {
    let start = self
    let element = try element()
    guard let kind = CharacterString.Kind(tag: element.tag) else {
      throw start.error(.unexpectedTag, found: "\(element.tag)", required: "a character string")
    }
    return try start.decode(element.content, as: kind)
  }

  /// A character string of a given kind.
  public mutating func characterString(
    _ kind: CharacterString.Kind, tag: DERTag? = nil
  ) throws(DERError) -> CharacterString {
    let start = self
    return try start.decode(try primitive(tag ?? kind.tag), as: kind)
  }

  private func decode(
    _ content: ArraySlice<UInt8>, as kind: CharacterString.Kind
  ) throws(DERError) -> CharacterString {
    guard let string = CharacterString(kind: kind, content: content) else {
      throw error(.badString, found: "bytes outside its alphabet", required: "characters of \(kind.tag)")
    }
    guard StreamSafeText.holds(string.text) else {
      throw error(
        .badString, found: "more than \(StreamSafeText.longestRun) combining characters in a row",
        required: "stream-safe text (UAX #15, 13)")
    }
    return string
  }
}
