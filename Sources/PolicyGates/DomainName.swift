/// What the Baseline Requirements, 1.6.1 and 7.1.2.7.12, and RFC 5890 say of the names of hosts.
struct DomainName {
  /// As it stands in the certificate.
  let text: String
  let isWildcard: Bool
  /// Of the name below the wildcard; an empty label stands where two dots meet, or at the edge.
  let labels: [String]

  init(_ text: String) {
    self.text = text
    isWildcard = text.hasPrefix("*.")
    labels = (isWildcard ? text.dropFirst(2) : text[...]).split(separator: ".", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// At most 253 characters, of labels that are letters, digits and inner hyphens; the last one is no number, so that no
  /// address passes for a name.
  var isWellFormed: Bool {
    text.utf8.count <= 253 && labels.allSatisfy(Self.isLDH)
      && labels.last?.utf8.allSatisfy({ (0x30...0x39).contains($0) }) == false
  }

  /// Labels with two hyphens in the third and fourth place that are no IDNA label with Punycode behind.
  var reservedLabels: [String] {
    labels.filter { label in
      let bytes = Array(label.utf8)
      guard bytes.count >= 4, bytes[2...3].elementsEqual("--".utf8) else { return false }
      return !label.lowercased().hasPrefix("xn--") || !Punycode.isWellFormed(bytes.dropFirst(4))
    }
  }

  /// Whether no public name server knows it: a single label, or below a name that RFC 6761, RFC 8375, RFC 9476 or ICANN
  /// keep from being delegated. The list of what is delegated is no part of this build.
  var isInternal: Bool {
    guard let top = labels.last?.lowercased(), labels.count > 1 else { return true }
    return Self.undelegated.contains(top) || isBelow("home.arpa")
  }

  /// Whether it is an address in another dress (Baseline Requirements, IP Reverse Zone Suffix).
  var isReverseZone: Bool { isBelow("in-addr.arpa") || isBelow("ip6.arpa") }

  /// A name of Tor's, which is validated by other means.
  var isOnion: Bool { labels.last?.lowercased() == "onion" }

  private func isBelow(_ zone: String) -> Bool {
    let name = labels.joined(separator: ".").lowercased()
    return name == zone || name.hasSuffix("." + zone)
  }

  private static let undelegated: Set<String> = [
    "alt", "corp", "example", "home", "internal", "invalid", "lan", "local", "localdomain", "localhost", "mail", "test",
  ]

  private static func isLDH(_ label: String) -> Bool {
    let bytes = Array(label.utf8)
    guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
      return false
    }
    return bytes.allSatisfy { byte in
      byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte < 0x7B
    }
  }
}

/// RFC 3492, as far as it takes to tell whether a text is its output.
enum Punycode {
  /// Decodes the text; a number that has no end, or a code point that is none, is a defect.
  static func isWellFormed(_ text: ArraySlice<UInt8>) -> Bool {
    let bytes = Array(text)
    let basic = bytes.lastIndex(of: UInt8(ascii: "-")) ?? 0
    var count: UInt64 = UInt64(basic)
    var position: UInt64 = 0
    var codePoint: UInt64 = 128
    var bias: UInt64 = 72
    var rest = bytes.dropFirst(basic > 0 ? basic + 1 : 0)
    guard !rest.isEmpty else { return false }
    while !rest.isEmpty {
      guard let delta = number(&rest, bias: bias) else { return false }
      let moved = position + delta
      count += 1
      codePoint += moved / count
      guard codePoint <= 0x10FFFF, !(0xD800...0xDFFF).contains(codePoint) else { return false }
      bias = adapted(delta, count, isFirst: position == 0)
      position = moved % count + 1
    }
    return true
  }

  /// One generalized variable-length integer (3.3); nil where a digit is none or the number has no end, or is beyond
  /// every label's reach.
  private static func number(_ rest: inout ArraySlice<UInt8>, bias: UInt64) -> UInt64? {
    var value: UInt64 = 0
    var weight: UInt64 = 1
    var place: UInt64 = 36
    while let byte = rest.popFirst() {
      guard let digit = digit(byte) else { return nil }
      value += digit * weight
      guard value < 1 << 32 else { return nil }
      let threshold: UInt64 = place <= bias ? 1 : place >= bias + 26 ? 26 : place - bias
      if digit < threshold { return value }
      weight *= 36 - threshold
      guard weight < 1 << 32 else { return nil }
      place += 36
    }
    return nil
  }

  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x61...0x7A: UInt64(byte - 0x61)
    case 0x41...0x5A: UInt64(byte - 0x41)
    case 0x30...0x39: UInt64(byte - 0x30) + 26
    default: nil
    }
  }

  /// Bias adaptation (6.1).
  private static func adapted(_ delta: UInt64, _ count: UInt64, isFirst: Bool) -> UInt64 {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var bias: UInt64 = 0
    while delta > 455 {
      delta /= 35
      bias += 36
    }
    return bias + 36 * delta / (delta + 38)
  }
}
