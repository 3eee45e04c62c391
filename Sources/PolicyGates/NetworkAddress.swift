/// An address of IPv4 or IPv6, as subjectAltName carries it.
struct NetworkAddress: CustomStringConvertible {
  /// 4 or 16.
  let bytes: [UInt8]

  /// Whether IANA's registries of special-purpose addresses have it, or it names no single host.
  var isReserved: Bool { Self.reserved.contains { $0.contains(bytes) } }

  /// Dotted, or as RFC 5952, 4 writes it.
  var description: String {
    guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
    let groups = stride(from: 0, to: 16, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
    let texts = groups.map { String($0, radix: 16) }
    guard let zeros = Self.longestZeros(groups) else { return texts.joined(separator: ":") }
    return texts[..<zeros.lowerBound].joined(separator: ":") + "::" + texts[zeros.upperBound...].joined(separator: ":")
  }

  /// The first of the longest runs of zero groups, from two on.
  private static func longestZeros(_ groups: [UInt16]) -> Range<Int>? {
    var longest: Range<Int>?
    var start = 0
    for index in 0...groups.count where index == groups.count || groups[index] != 0 {
      if index - start > max(longest?.count ?? 0, 1) { longest = start..<index }
      start = index + 1
    }
    return longest
  }

  private struct Block {
    let prefix: [UInt8]
    let bits: Int
    let size: Int

    func contains(_ address: [UInt8]) -> Bool {
      guard address.count == size else { return false }
      return (0..<bits).allSatisfy { bit in
        let mask = UInt8(0x80) >> UInt8(bit % 8)
        let wanted = bit / 8 < prefix.count ? prefix[bit / 8] : 0
        return address[bit / 8] & mask == wanted & mask
      }
    }
  }

  private static let reserved: [Block] =
    [
      ([0], 8), ([10], 8), ([100, 64], 10), ([127], 8), ([169, 254], 16), ([172, 16], 12), ([192, 0, 0], 24),
      ([192, 0, 2], 24), ([192, 31, 196], 24), ([192, 52, 193], 24), ([192, 88, 99], 24), ([192, 168], 16),
      ([192, 175, 48], 24), ([198, 18], 15), ([198, 51, 100], 24), ([203, 0, 113], 24), ([224], 3),
    ].map { Block(prefix: $0.0, bits: $0.1, size: 4) }
    + [
      ([], 127), ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], 96), ([0, 0x64, 0xFF, 0x9B], 96),
      ([0, 0x64, 0xFF, 0x9B, 0, 1], 48), ([1], 64), ([1, 0, 0, 0, 0, 0, 0, 1], 64), ([0x20, 0x01], 23),
      ([0x20, 0x01, 0x0D, 0xB8], 32), ([0x20, 0x02], 16), ([0x26, 0x20, 0, 0x4F, 0x80], 48), ([0x3F, 0xFF], 20),
      ([0x5F], 16), ([0xFC], 7), ([0xFE, 0x80], 10), ([0xFF], 8),
    ].map { Block(prefix: $0.0, bits: $0.1, size: 16) }
}
