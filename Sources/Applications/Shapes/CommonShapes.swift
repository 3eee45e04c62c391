internal import Documents
internal import Evidence

extension FieldShape where Value == String {
  /// Text with something in it: an empty member must not look like evidence.
  static var words: FieldShape { .text("text that is not blank") { $0.contains { !$0.isWhitespace } ? $0 : nil } }
}

extension FieldShape where Value == Digest {
  /// SHA-256 in the one spelling that canonical JSON leaves open.
  static var sha256Hex: FieldShape {
    .text("64 hexadecimal digits in lower case") { text in
      guard let bytes = Hex.decode(text), Hex.encode(bytes) == text else { return nil }
      return Digest(algorithm: .sha256, bytes: bytes)
    }
  }
}

extension Fields {
  mutating func text(_ name: String) throws(DocumentError) -> String? { try optional(name, as: .words) }

  mutating func flag(_ name: String) throws(DocumentError) -> Bool? { try optional(name, as: .bool) }

  mutating func time(_ name: String) throws(DocumentError) -> Instant? { try optional(name, as: .instant) }

  mutating func digest(_ name: String) throws(DocumentError) -> Digest? { try optional(name, as: .sha256Hex) }

  /// A number of things.
  mutating func count(_ name: String) throws(DocumentError) -> Int? {
    try optional(name, as: .integer(in: 0...Int64(Int32.max))).map { Int(clamping: $0) }
  }

  /// Absent and empty say the same: nothing is there.
  mutating func list<Element>(
    _ name: String, of shape: FieldShape<Element>, atMost limit: Int
  ) throws(DocumentError) -> [Element] {
    try optional(name, as: .list(of: shape, count: 0...limit)) ?? []
  }
}
