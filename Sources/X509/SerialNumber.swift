public import DER

/// A certificate's serial number: any INTEGER; what RFC 5280, 4.1.2.2 asks of it is a fact to be judged by a rule.
public struct SerialNumber: Sendable, Hashable {
  /// Content octets of the INTEGER: two's complement, big-endian, as short as can be.
  public let bytes: [UInt8]

  /// From a big-endian magnitude, with or without leading zeros.
  public init(magnitude: some Collection<UInt8>) {
    var content = Array(magnitude.drop { $0 == 0 })
    if content.first.map({ $0 & 0x80 != 0 }) ?? true { content.insert(0, at: 0) }
    bytes = content
  }

  public var isNegative: Bool { bytes.first.map { $0 & 0x80 != 0 } ?? false }

  /// True above zero.
  public var isPositive: Bool { !isNegative && bytes != [0] }

  /// Octets of the INTEGER's content: RFC 5280, 4.1.2.2 allows 20.
  public var octetCount: Int { bytes.count }
}

extension SerialNumber: CustomStringConvertible {
  /// Lower-case hexadecimal of the content octets.
  public var description: String { hex(bytes) }
}

extension SerialNumber: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    try self.init(from: &reader, tag: .integer)
  }

  init(from reader: inout DERReader, tag: DERTag) throws(DERError) {
    bytes = Array(try reader.integerContent(tag: tag))
  }

  public func write(to writer: inout DERWriter) {
    write(to: &writer, tag: .integer)
  }

  func write(to writer: inout DERWriter, tag: DERTag) {
    writer.primitive(tag, bytes)
  }
}

/// Lower-case hexadecimal. Evidence has the same; this module may not see it.
func hex(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
