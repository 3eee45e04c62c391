/// Base64 of RFC 4648, section 4: with padding, and nothing that is not in the alphabet.
public enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let pad = UInt8(ascii: "=")

  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(3))
      rest = rest.dropFirst(3)
      var value: UInt32 = 0
      for byte in group { value = value << 8 | UInt32(byte) }
      value <<= 8 * UInt32(3 - group.count)
      for place in 0..<4 {
        let digit = Int(value >> (18 - 6 * UInt32(place)) & 0x3F)
        text.append(place <= group.count ? alphabet[digit] : pad)
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
      guard let group = close(value, pads: pads) else { return nil }
      bytes += group
      (value, digits) = (0, 0)
    }
    return digits == 0 && pads <= 2 ? bytes : nil
  }

  public static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }

  /// The bytes of one group of four characters, the last `pads` of which are padding.
  private static func close(_ value: UInt32, pads: Int) -> [UInt8]? {
    switch pads {
    case 0: [UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    case 1: value & 0x3 == 0 ? [UInt8(value >> 10), UInt8(value >> 2 & 0xFF)] : nil
    case 2: value & 0xF == 0 ? [UInt8(value >> 4)] : nil
    default: nil
    }
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
