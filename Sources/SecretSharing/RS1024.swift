/// The Reed-Solomon code over 1024 elements that ends each share: it notices any error in up to three words.
enum RS1024 {
  /// Words of the checksum.
  static let length = 3

  private static let generator: [UInt32] = [
    0x00E0_E040, 0x01C1_C080, 0x0383_8100, 0x0707_0200, 0x0E0E_0009, 0x1C0C_2412, 0x3808_6C24, 0x3090_FC48,
    0x21B1_F890, 0x03F3_F120,
  ]

  /// Takes values in; starts from 1.
  static func absorb(_ value: UInt16, _ state: inout UInt32) {
    let top = state >> 20
    state = (state & 0xF_FFFF) << 10 ^ UInt32(value)
    for (bit, term) in generator.enumerated() where top >> UInt32(bit) & 1 == 1 { state ^= term }
  }

  /// The state after the text that tells kinds of shares apart.
  static func start(isExtendable: Bool) -> UInt32 {
    var state: UInt32 = 1
    for byte in (isExtendable ? "shamir_extendable" : "shamir").utf8 { absorb(UInt16(byte), &state) }
    return state
  }
}
