/// A certificate serial number: positive, at most 20 octets of DER content (RFC 5280 clause 4.1.2.2).
public struct SerialNumber: Sendable, Hashable {
  /// Big-endian, without leading zeros, never empty.
  public let magnitude: [UInt8]

  /// Takes a big-endian unsigned number, leading zeros allowed. Returns nil for zero and for more than 159 bits.
  public init?(magnitude: some Sequence<UInt8>) {
    let digits = Array(magnitude.drop { $0 == 0 })
    // The twentieth octet's high bit is the sign.
    guard let first = digits.first, digits.count < 20 || (digits.count == 20 && first < 0x80) else { return nil }
    self.magnitude = digits
  }

  /// Reads hexadecimal of either case with whole octets.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(magnitude: bytes)
  }

  /// Lower-case hexadecimal of the magnitude: the number's one spelling in records and registers.
  public var hex: String { Hex.encode(magnitude) }
}

extension SerialNumber: CustomStringConvertible {
  public var description: String { hex }
}
