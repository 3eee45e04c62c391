/// DDDS, the encoding of nShield warrants, as far as warrants use it.
indirect enum DDDSValue: Sendable, Hashable {
  /// Big-endian, without leading zeros.
  case number([UInt8])
  case text(String)
  case symbol(String)
  case bytes([UInt8])
  case list([DDDSValue])
  /// By symbol.
  case map([String: DDDSValue])

  private static let deepest = 8

  /// Nil for anything that is not exactly one value.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    guard let value = DDDSValue.read(&rest, depth: 0), rest.isEmpty else { return nil }
    self = value
  }

  subscript(symbol: String) -> DDDSValue? {
    guard case .map(let members) = self else { return nil }
    return members[symbol]
  }

  /// The high half of the first octet says what follows, the low half mostly how much of it.
  private static func read(_ rest: inout ArraySlice<UInt8>, depth: Int) -> DDDSValue? {
    guard depth <= deepest, let tag = rest.popFirst() else { return nil }
    let low = Int(tag & 0x0F)
    switch tag {
    case 0x00...0x1F: return .number(tag == 0 ? [] : [tag])
    case 0x20...0x2F: return take(low, &rest).flatMap { ascii($0) }.map(DDDSValue.text)
    case 0x30...0x3F: return take(low, &rest).flatMap { ascii($0) }.map(DDDSValue.symbol)
    case 0x90...0x9F: return list(low, &rest, depth)
    case 0xB0...0xBF: return map(low, &rest, depth)
    case 0xC4: return block(1, &rest).flatMap { ascii($0) }.map(DDDSValue.symbol)
    case 0xC5: return block(1, &rest).map(DDDSValue.bytes)
    case 0xD5: return block(2, &rest).map(DDDSValue.bytes)
    case 0xF4:
      guard case .bytes(let magnitude)? = read(&rest, depth: depth + 1) else { return nil }
      return .number(Array(magnitude.drop { $0 == 0 }))
    default: return nil
    }
  }

  private static func list(_ count: Int, _ rest: inout ArraySlice<UInt8>, _ depth: Int) -> DDDSValue? {
    var values: [DDDSValue] = []
    for _ in 0..<count {
      guard let value = read(&rest, depth: depth + 1) else { return nil }
      values.append(value)
    }
    return .list(values)
  }

  private static func map(_ count: Int, _ rest: inout ArraySlice<UInt8>, _ depth: Int) -> DDDSValue? {
    var members: [String: DDDSValue] = [:]
    for _ in 0..<count {
      guard case .symbol(let name)? = read(&rest, depth: depth + 1), members[name] == nil,
        let value = read(&rest, depth: depth + 1)
      else { return nil }
      members[name] = value
    }
    return .map(members)
  }

  /// Bytes with their number in so many octets in front, big-endian.
  private static func block(_ octets: Int, _ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard let length = take(octets, &rest) else { return nil }
    return take(length.reduce(0) { $0 << 8 | Int($1) }, &rest)
  }

  private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    guard count <= rest.count else { return nil }
    let bytes = Array(rest.prefix(count))
    rest = rest.dropFirst(count)
    return bytes
  }

  private static func ascii(_ bytes: [UInt8]) -> String? {
    bytes.allSatisfy { (0x20...0x7E).contains($0) } ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
