internal import Evidence
internal import Glibc

extension HTTPRequest {
  /// Where the request comes from, as one caller: the peer's address without its port. Of IPv6 the first 64 bits, for whoever has
  /// one address of a network has all of them.
  var source: String {
    guard let colon = remoteAddress.lastIndex(of: ":") else { return remoteAddress }
    let address = remoteAddress[..<colon].filter { $0 != "[" && $0 != "]" }
    var parsed = in6_addr()
    guard inet_pton(AF_INET6, address, &parsed) == 1 else { return address }
    let bytes = withUnsafeBytes(of: parsed) { Array($0) }
    // An IPv4 address on a listener for both (RFC 4291, 2.5.5.2).
    let isMapped = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return isMapped
      ? bytes.suffix(4).map(String.init).joined(separator: ".") : Hex.encode(Array(bytes.prefix(8))) + "::/64"
  }
}
