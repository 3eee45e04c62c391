/// A header field or a query item.
public struct HTTPField: Sendable, Equatable {
  public let name: String
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A whole request that the server has taken: framing, limits and, on a TLS listener, the client certificate are
/// checked. Who the requester is and what it may do is not.
public struct HTTPRequest: Sendable {
  /// The listener's name in the configuration.
  public let listener: String
  /// As sent: methods are case-sensitive.
  public let method: String
  public let target: HTTPTarget
  /// In the order of arrival, values in visible ASCII.
  public let headers: [HTTPField]
  public let body: [UInt8]
  /// DER of the client's certificate, verified at the handshake against the listener's CA and CRL; nil on a plain
  /// listener. The CRL may have changed since: connections made under an older one get this one answer more.
  public let peerCertificate: [UInt8]?
  /// Address and port of the client.
  public let remoteAddress: String

  /// All values of the header, in order. Names are compared without regard to case.
  public func headers(_ name: String) -> [String] {
    let wanted = name.lowercased()
    return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
  }
}

public struct HTTPResponse: Sendable {
  /// 200...599.
  public var status: Int
  /// Without Content-Length, Date, Connection and Transfer-Encoding, which the server adds.
  public var headers: [HTTPField]
  public var body: [UInt8]

  public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// The path and query of a request, percent-decoded once.
///
/// Nothing is repaired: a path that two readers may read differently (dot segments, empty segments, an encoded slash
/// or NUL, bytes that are not UTF-8) is refused. A plus sign is a plus sign.
public struct HTTPTarget: Sendable, Equatable {
  /// Begins with a slash.
  public let path: String
  /// In the order of arrival, repeated names included; an item without an equals sign has an empty value.
  public let query: [HTTPField]

  /// - Parameter text: origin form (RFC 9112, 3.2.1), as the server passes it.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let path = Self.path(first) else { return nil }
    self.path = path
    guard parts.count == 2 else {
      query = []
      return
    }
    var items: [HTTPField] = []
    for item in parts[1].split(separator: UInt8(ascii: "&")) {
      let sides = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(sides[0]), !name.isEmpty else { return nil }
      guard let value = sides.count == 2 ? Self.decode(sides[1]) : "" else { return nil }
      items.append(HTTPField(name, value))
    }
    query = items
  }

  private static func path(_ text: Substring.UTF8View) -> String? {
    if text.elementsEqual("/".utf8) { return "/" }
    guard text.first == UInt8(ascii: "/") else { return nil }
    var path = ""
    for segment in text.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let decoded = decode(segment), !["", ".", ".."].contains(decoded), !decoded.utf8.contains(0x2f)
      else { return nil }
      path += "/" + decoded
    }
    return path
  }

  /// RFC 3986, 2.1: every percent sign begins an octet in two hexadecimal digits; the octets are UTF-8.
  private static func decode(_ text: Substring.UTF8View) -> String? {
    var octets: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        octets.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
        return nil
      }
      octets.append(high << 4 | low)
    }
    // Control characters have no business in a path or a query, and NUL ends a C string.
    guard !octets.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return nil }
    return String(validating: octets, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init(truncatingIfNeeded:))
  }
}
