/// Writes the little canonical CBOR that a software passkey says.
enum CBORText {
  static func integer(_ number: Int64) -> [UInt8] {
    number >= 0 ? head(0, UInt64(number)) : head(1, UInt64(-1 - number))
  }

  static func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, UInt64(bytes.count)) + bytes }

  static func text(_ text: String) -> [UInt8] { head(3, UInt64(text.utf8.count)) + Array(text.utf8) }

  static func array(_ elements: [[UInt8]]) -> [UInt8] { head(4, UInt64(elements.count)) + elements.flatMap { $0 } }

  /// Each member is a key and its value. The caller keeps CTAP's order.
  static func map(_ members: [[UInt8]]) -> [UInt8] { head(5, UInt64(members.count)) + members.flatMap { $0 } }

  private static func head(_ kind: UInt8, _ number: UInt64) -> [UInt8] {
    func tail(_ count: Int) -> [UInt8] {
      (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
    switch number {
    case ..<24: return [kind << 5 | UInt8(number)]
    case ...0xFF: return [kind << 5 | 24] + tail(1)
    case ...0xFFFF: return [kind << 5 | 25] + tail(2)
    case ...0xFFFF_FFFF: return [kind << 5 | 26] + tail(4)
    default: return [kind << 5 | 27] + tail(8)
    }
  }
}
