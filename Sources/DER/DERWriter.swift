/// A type with one DER encoding.
public protocol DERCodable: Sendable {
  /// Reads one value; what follows it is left to the caller.
  init(from reader: inout DERReader) throws(DERError)
  func write(to writer: inout DERWriter)
}

extension DERCodable {
  /// The encoding, made from the value.
  public var derEncoded: [UInt8] {
    var writer = DERWriter()
    write(to: &writer)
    return writer.bytes
  }
}

/// Writes DER. Lengths are filled in when a structure closes; sets are sorted.
public struct DERWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// A value that is DER already.
  public mutating func raw(_ element: some Sequence<UInt8>) {
    bytes.append(contentsOf: element)
  }

  public mutating func write(_ value: some DERCodable) {
    value.write(to: &self)
  }

  public mutating func primitive(_ tag: DERTag, _ content: some Collection<UInt8>) {
    writeTag(tag)
    bytes.append(contentsOf: DERWriter.length(content.count))
    bytes.append(contentsOf: content)
  }

  public mutating func constructed(_ tag: DERTag, _ body: (inout DERWriter) -> Void) {
    writeTag(tag)
    let start = bytes.count
    body(&self)
    bytes.insert(contentsOf: DERWriter.length(bytes.count - start), at: start)
  }

  public mutating func sequence(tag: DERTag = .sequence, _ body: (inout DERWriter) -> Void) {
    constructed(tag, body)
  }

  public mutating func sequence<Element>(
    tag: DERTag = .sequence, of elements: [Element], _ body: (Element, inout DERWriter) -> Void
  ) {
    constructed(tag) { writer in
      for element in elements { body(element, &writer) }
    }
  }

  public mutating func sequence<Element: DERCodable>(tag: DERTag = .sequence, of elements: [Element]) {
    sequence(tag: tag, of: elements) { $0.write(to: &$1) }
  }

  public mutating func set<Element: DERCodable>(tag: DERTag = .set, of elements: [Element]) {
    set(tag: tag, of: elements) { $0.write(to: &$1) }
  }

  /// SET OF: each call of `body` writes one element; they are sorted (X.690, 11.6).
  public mutating func set<Element>(
    tag: DERTag = .set, of elements: [Element], _ body: (Element, inout DERWriter) -> Void
  ) {
    let encodings = elements.map { element in
      var writer = DERWriter()
      body(element, &writer)
      return writer.bytes
    }
    constructed(tag) { writer in
      for encoding in encodings.sorted(by: { $0.lexicographicallyPrecedes($1) }) { writer.raw(encoding) }
    }
  }

  public mutating func explicit(_ number: UInt32, _ body: (inout DERWriter) -> Void) {
    constructed(.context(number, constructed: true), body)
  }

  public mutating func boolean(_ value: Bool, tag: DERTag = .boolean) {
    primitive(tag, [value ? 0xFF : 0x00])
  }

  /// BOOLEAN DEFAULT FALSE: written where it is true.
  public mutating func booleanDefaultFalse(_ value: Bool, tag: DERTag = .boolean) {
    if value { boolean(true, tag: tag) }
  }

  public mutating func integer(_ value: Int64, tag: DERTag = .integer) {
    var content = (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * Int64($0))) }
    while content.count > 1, content[0] == (content[1] & 0x80 == 0 ? 0x00 : 0xFF) { content.removeFirst() }
    primitive(tag, content)
  }

  /// A big-endian magnitude, with or without leading zeros.
  public mutating func unsignedInteger(_ magnitude: some Collection<UInt8>, tag: DERTag = .integer) {
    var content = Array(magnitude.drop { $0 == 0 })
    if content.first.map({ $0 & 0x80 != 0 }) ?? true { content.insert(0, at: 0) }
    primitive(tag, content)
  }

  public mutating func null(tag: DERTag = .null) {
    primitive(tag, [])
  }

  public mutating func objectIdentifier(_ value: ObjectIdentifier, tag: DERTag = .objectIdentifier) {
    primitive(tag, value.derContent)
  }

  public mutating func octetString(_ value: some Collection<UInt8>, tag: DERTag = .octetString) {
    primitive(tag, value)
  }

  public mutating func bitString(_ value: BitString, tag: DERTag = .bitString) {
    primitive(tag, [UInt8(value.unusedBits)] + value.bytes)
  }

  public mutating func characterString(_ value: CharacterString, tag: DERTag? = nil) {
    primitive(tag ?? value.kind.tag, value.content)
  }

  private mutating func writeTag(_ tag: DERTag) {
    let first = tag.tagClass.rawValue << 6 | (tag.isConstructed ? 0x20 : 0)
    guard tag.number >= 31 else {
      bytes.append(first | UInt8(tag.number))
      return
    }
    bytes.append(first | 0x1F)
    var digits = [UInt8(tag.number & 0x7F)]
    var rest = tag.number >> 7
    while rest > 0 {
      digits.insert(UInt8(rest & 0x7F) | 0x80, at: 0)
      rest >>= 7
    }
    bytes.append(contentsOf: digits)
  }

  private static func length(_ count: Int) -> [UInt8] {
    guard count >= 0x80 else { return [UInt8(count)] }
    var octets: [UInt8] = []
    var rest = count
    while rest > 0 {
      octets.insert(UInt8(rest & 0xFF), at: 0)
      rest >>= 8
    }
    return [0x80 | UInt8(octets.count)] + octets
  }
}
