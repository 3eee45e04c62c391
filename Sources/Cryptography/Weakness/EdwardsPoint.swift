internal import Evidence

/// Encoded points of Ed25519 and Ed448 (RFC 8032, 5.1.3 and 5.2.3).
enum EdwardsPoint {
  /// y coordinates, little-endian, of the points whose order divides 8: signatures of such a key say nothing.
  private static let smallOrder25519: [[UInt8]?] = [
    Hex.decode("0000000000000000000000000000000000000000000000000000000000000000"),
    Hex.decode("0100000000000000000000000000000000000000000000000000000000000000"),
    Hex.decode("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    Hex.decode("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    Hex.decode("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
  ]

  /// Small order, or a coordinate beyond the prime.
  static func isDegenerate25519(_ key: [UInt8]) -> Bool {
    guard key.count == 32, let last = key.last else { return true }
    let y = key.dropLast() + [last & 0x7F]
    // 2^255 - 19 is ed ff … ff 7f.
    let beyondPrime = y.last == 0x7F && y[1..<31].allSatisfy { $0 == 0xFF } && y[0] >= 0xED
    return beyondPrime || smallOrder25519.contains(Array(y))
  }

  /// 2^448 - 2^224 - 1, little-endian.
  private static let prime448 =
    [UInt8](repeating: 0xFF, count: 28) + [0xFE] + [UInt8](repeating: 0xFF, count: 27)

  /// The same for Ed448: y of 0, 1 or -1 has an order that divides 4.
  static func isDegenerate448(_ key: [UInt8]) -> Bool {
    guard key.count == 57, let sign = key.last, sign & 0x7F == 0 else { return true }
    let y = Array(key.dropLast())
    let minusOne = [prime448[0] - 1] + prime448.dropFirst()
    let isBeyondPrime = !y.reversed().lexicographicallyPrecedes(prime448.reversed())
    let isShort = y.dropFirst().allSatisfy { $0 == 0 } && y[0] <= 1
    return isBeyondPrime || isShort || y == minusOne
  }
}
