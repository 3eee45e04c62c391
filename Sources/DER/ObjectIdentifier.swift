/// An OBJECT IDENTIFIER. Arcs may be of any size, as those of 2.25 (UUID) are.
public struct ObjectIdentifier: Sendable, Hashable {
  /// The content octets of the DER encoding.
  public let derContent: [UInt8]

  /// Longest content taken. The longest identifier in use has about 30 bytes; work on arcs grows with the square.
  static let maximumLength = 256

  /// For identifiers that stand in the source. Fewer than two arcs, or first arcs that X.660 forbids, trap.
  public init(_ arcs: UInt64...) {
    guard arcs.count >= 2, arcs[0] <= 2, arcs[0] == 2 || arcs[1] < 40, arcs[1] <= UInt64.max - 80 else {
      preconditionFailure("\(arcs) is no object identifier")
    }
    derContent = ([arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2)).flatMap { ObjectIdentifier.base128($0) }
  }

  /// Reads dotted decimal, such as `2.5.29.15`; nil for anything else, leading zeros included.
  public init?(_ dotted: String) {
    let arcs = dotted.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    guard dotted.utf8.count <= 4 * ObjectIdentifier.maximumLength, let content = ObjectIdentifier.encode(arcs) else {
      return nil
    }
    derContent = content
  }

  /// Returns nil where an arc is padded or cut off (X.690, 8.19).
  init?(derContent: ArraySlice<UInt8>) {
    guard let last = derContent.last, last & 0x80 == 0, derContent.count <= ObjectIdentifier.maximumLength else {
      return nil
    }
    var atStart = true
    for byte in derContent {
      if atStart && byte == 0x80 { return nil }
      atStart = byte & 0x80 == 0
    }
    self.derContent = Array(derContent)
  }

  /// True where this identifier lies below `parent`.
  public func isBelow(_ parent: ObjectIdentifier) -> Bool {
    derContent.count > parent.derContent.count && derContent.starts(with: parent.derContent)
  }

  /// The identifier with more arcs below it; nil where that is longer than any that is taken.
  public func appending(_ arcs: [UInt64]) -> ObjectIdentifier? {
    let content = derContent + arcs.flatMap { ObjectIdentifier.base128($0) }
    return ObjectIdentifier(derContent: content[...])
  }

  /// One arc: seven bits in each octet, the most significant ones first.
  private static func base128(_ arc: UInt64) -> [UInt8] {
    var octets = [UInt8(truncatingIfNeeded: arc & 0x7F)]
    var rest = arc >> 7
    while rest > 0 {
      octets.append(UInt8(truncatingIfNeeded: rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return octets.reversed()
  }

  private static func encode(_ arcs: [String]) -> [UInt8]? {
    guard arcs.count >= 2, let first = UInt8(arcs[0]), first <= 2 else { return nil }
    var content: [UInt8] = []
    for (index, arc) in arcs.dropFirst().enumerated() {
      let digits = Array(arc.utf8)
      guard !digits.isEmpty, digits.count == 1 || digits.first != UInt8(ascii: "0"),
        digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
      else { return nil }
      if index == 0 && first < 2 {
        guard let second = UInt8(arc), second < 40 else { return nil }
      }
      let carry = index == 0 ? Int(first) * 40 : 0
      if digits.count < 19, let number = UInt64(arc) {
        content += base128(number + UInt64(carry))
        continue
      }
      let base128 = convert(digits.map { Int($0 - UInt8(ascii: "0")) }, from: 10, to: 128, adding: carry)
      content += base128.dropLast().map { UInt8($0) | 0x80 } + base128.suffix(1).map { UInt8($0) }
    }
    return content.count <= maximumLength ? content : nil
  }
}

extension ObjectIdentifier: CustomStringConvertible {
  /// Dotted decimal.
  public var description: String {
    var arcs: [String] = []
    var digits: [Int] = []
    for byte in derContent {
      digits.append(Int(byte & 0x7F))
      guard byte & 0x80 == 0 else { continue }
      if arcs.isEmpty {
        // The first two arcs share one number: 40 times the first plus the second (X.690, 8.19.4).
        let first = digits.count > 1 ? 2 : min(digits[0] / 40, 2)
        arcs.append(String(first))
        digits = convert(digits, from: 128, to: 128, adding: -40 * first)
      }
      // Nine groups of seven bits fit.
      if digits.count <= 9 {
        arcs.append(String(digits.reduce(UInt64(0)) { $0 << 7 | UInt64($1) }))
      } else {
        arcs.append(convert(digits, from: 128, to: 10, adding: 0).map { String($0) }.joined())
      }
      digits = []
    }
    return arcs.joined(separator: ".")
  }
}

/// Writes a number in another base, most significant digit first, after adding `extra` to it (the sum is not negative).
private func convert(_ digits: [Int], from base: Int, to target: Int, adding extra: Int) -> [Int] {
  var result: [Int] = [0]
  for (index, digit) in digits.enumerated() {
    var carry = digit + (index == digits.count - 1 ? extra : 0)
    for place in result.indices {
      let value = result[place] * base + carry
      let quotient = value >= 0 ? value / target : (value - target + 1) / target
      result[place] = value - quotient * target
      carry = quotient
    }
    while carry > 0 {
      result.append(carry % target)
      carry /= target
    }
  }
  while result.count > 1, result.last == 0 { result.removeLast() }
  return result.reversed()
}
