/// Base64 of RFC 4648, section 4: with padding, and nothing that is not in the alphabet.
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let pad = UInt8(ascii: "=")

  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    let whole = bytes.count - bytes.count % 3
    for start in stride(from: 0, to: whole, by: 3) {
      let value = Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
      text.append(alphabet[value >> 18])
      text.append(alphabet[value >> 12 & 0x3F])
      text.append(alphabet[value >> 6 & 0x3F])
      text.append(alphabet[value & 0x3F])
    }
    for start in stride(from: whole, to: bytes.count, by: 3) {
      let count = bytes.count - start
      var value: UInt32 = 0
      for index in start..<start + count { value = value << 8 | UInt32(bytes[index]) }
      value <<= 8 * UInt32(3 - count)
      for place in 0..<4 {
        let digit = Int(value >> (18 - 6 * UInt32(place)) & 0x3F)
        text.append(place <= count ? alphabet[digit] : pad)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns nil for white space, missing padding, foreign characters or unused bits that are set: one spelling only.
  public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var value: UInt32 = 0
    var digits = 0
    var pads = 0
    for character in text {
      if character == pad {
        pads += 1
      } else {
        guard pads == 0, let digit = digit(character) else { return nil }
        value = value << 6 | digit
        digits += 1
      }
      guard digits + pads == 4 else { continue }
      guard close(value, pads: pads, to: &bytes) else { return nil }
      (value, digits) = (0, 0)
    }
    return digits == 0 && pads <= 2 ? bytes : nil
  }

  public static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

  /// Appends the bytes of one group of four characters, the last `pads` of which are padding; false where bits are left.
  private static func close(_ value: UInt32, pads: Int, to bytes: inout [UInt8]) -> Bool {
    let unused: UInt32 = pads == 2 ? 4 : pads == 1 ? 2 : 0
    guard pads <= 2, value & (1 << unused - 1) == 0 else { return false }
    let whole = value >> unused
    for place in 0..<(3 - pads) { bytes.append(UInt8(truncatingIfNeeded: whole >> (8 * UInt32(2 - pads - place)))) }
    return true
  }

  private static func digit(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
