/// A BIT STRING: bits from the most significant one of the first byte on.
public struct BitString: Sendable, Hashable {
  public let bytes: [UInt8]
  /// Bits of the last byte that do not count: 0 to 7, all zero.
  public let unusedBits: Int

  /// Returns nil where the count is out of range or an unused bit is set (X.690, 11.2.1).
  public init?(bytes: [UInt8], unusedBits: Int) {
    guard (0...7).contains(unusedBits), !bytes.isEmpty || unusedBits == 0 else { return nil }
    if let last = bytes.last, last & ((1 << UInt8(unusedBits)) - 1) != 0 { return nil }
    self.bytes = bytes
    self.unusedBits = unusedBits
  }

  /// Whole bytes.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
    unusedBits = 0
  }

  /// A named bit list: bit n of `bits` is the standard's bit n; trailing zero bits are left out (X.690, 11.2.2).
  public init(namedBits bits: UInt32) {
    var bytes: [UInt8] = []
    let reversed = bits.reversedBits
    for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: reversed >> shift)) }
    while bytes.last == 0 { bytes.removeLast() }
    self.bytes = bytes
    unusedBits = bytes.last?.trailingZeroBitCount ?? 0
  }

  /// The named bits, or nil where trailing zero bits were encoded or there are more than 32 bits.
  public var namedBits: UInt32? {
    guard bytes.count <= 4 else { return nil }
    if let last = bytes.last, last.trailingZeroBitCount != unusedBits { return nil }
    var value: UInt32 = 0
    for index in 0..<4 { value = value << 8 | UInt32(bytes.indices.contains(index) ? bytes[index] : 0) }
    return value.reversedBits
  }

  /// The bytes where every bit of them counts, else nil.
  public var wholeBytes: [UInt8]? { unusedBits == 0 ? bytes : nil }
}

extension UInt32 {
  fileprivate var reversedBits: UInt32 {
    var source = self
    var result: UInt32 = 0
    for _ in 0..<32 {
      result = result << 1 | source & 1
      source >>= 1
    }
    return result
  }
}
