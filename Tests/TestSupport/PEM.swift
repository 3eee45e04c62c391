import Foundation

/// Reads PEM in tests; the product has a strict reader of its own.
public enum PEM {
  /// The bytes of the first block, or nothing.
  public static func decode(_ text: String) -> [UInt8] {
    let lines = text.split(whereSeparator: \.isNewline).drop { !$0.hasPrefix("-----BEGIN") }.dropFirst()
    let body = lines.prefix { !$0.hasPrefix("-----END") }.joined()
    return Data(base64Encoded: body).map(Array.init) ?? []
  }
}
