/// Base64url without padding (RFC 7515, 2) in its one canonical form.
public enum Base64URL {
  private static let pairs: [(standard: UInt8, url: UInt8)] = [
    (UInt8(ascii: "+"), UInt8(ascii: "-")), (UInt8(ascii: "/"), UInt8(ascii: "_")),
  ]

  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    let text = Base64.encode(bytes).utf8.filter { $0 != UInt8(ascii: "=") }
    return String(decoding: text.map { byte in pairs.first { $0.standard == byte }?.url ?? byte }, as: UTF8.self)
  }

  /// Returns nil for padding, foreign characters, those of the other alphabet, and unused bits that are set.
  public static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard !text.contains(where: { byte in byte == UInt8(ascii: "=") || pairs.contains { $0.standard == byte } }) else {
      return nil
    }
    let standard = text.map { byte in pairs.first { $0.url == byte }?.standard ?? byte }
    return Base64.decode(standard + [UInt8](repeating: UInt8(ascii: "="), count: (4 - text.count % 4) % 4))
  }

  public static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8)) }
}
