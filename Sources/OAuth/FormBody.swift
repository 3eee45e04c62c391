/// The parameters of `application/x-www-form-urlencoded`. No name occurs twice (RFC 6749, 3.1 and 3.2); an empty value
/// counts as an absent one.
public struct FormBody: Sendable {
  private let values: [String: String]

  static let longestBody = 1 << 17
  static let mostParameters = 64

  /// Reads a body.
  public init(_ body: [UInt8]) throws(OAuthError) {
    guard body.count <= FormBody.longestBody else {
      throw OAuthError(status: 413, .invalidRequest, "The body is over \(FormBody.longestBody) bytes")
    }
    var pairs: [(String, String)] = []
    for part in body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
      let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = halves.first, let name = FormBody.decoded(first),
        let value = FormBody.decoded(halves.dropFirst().first ?? []), !name.isEmpty
      else { throw OAuthError(.invalidRequest, "The body is no form of UTF-8 text") }
      guard pairs.count < FormBody.mostParameters else {
        throw OAuthError(.invalidRequest, "The form has more than \(FormBody.mostParameters) parameters")
      }
      pairs.append((name, value))
    }
    try self.init(pairs: pairs)
  }

  /// Takes the parameters of a query, which the listener has decoded.
  public init(pairs: [(String, String)]) throws(OAuthError) {
    var values: [String: String] = [:]
    for (name, value) in pairs {
      // Names are ASCII, so that equal to Swift is equal byte for byte.
      guard name.utf8.allSatisfy({ $0 < 0x80 }) else { continue }
      guard values.updateValue(value, forKey: name) == nil else {
        throw OAuthError(.invalidRequest, "A parameter occurs twice: \(name.prefix(64))")
      }
    }
    self.values = values.filter { !$0.value.isEmpty }
  }

  subscript(_ name: String) -> String? { values[name] }

  /// "Missing parameter …", or "Invalid parameter …" beyond `limit` bytes or with a NUL.
  func required(_ name: String, limit: Int = 4096) throws(OAuthError) -> String {
    guard let value = try optional(name, limit: limit) else { throw .missing(name) }
    return value
  }

  func optional(_ name: String, limit: Int = 4096) throws(OAuthError) -> String? {
    guard let value = values[name] else { return nil }
    guard value.utf8.count <= limit, !value.utf8.contains(0) else { throw .invalid(name) }
    return value
  }

  private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(nibble), let low = rest.popFirst().flatMap(nibble) else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// Writes the query of a redirect.
enum QueryText {
  private static let unreserved = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
  private static let digits = Array("0123456789ABCDEF".utf8)

  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if unreserved.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The address with more parameters behind those that it has (RFC 6749, 4.1.2).
  static func adding(_ parameters: [(name: String, value: String?)], to address: String) -> String {
    let text = parameters.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }.joined(separator: "&")
    return address + (address.contains("?") ? "&" : "?") + text
  }
}
