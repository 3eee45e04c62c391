internal import DER
internal import X509

/// Names as attestation chains have them: sets out of order included.
enum TolerantName {
  /// Whether the attributes of some relative name stand out of order. Throws where it is no name.
  static func isUnordered(_ der: [UInt8]) throws(DERError) -> Bool {
    var unordered = false
    try walk(der) { _, isOrdered in unordered = unordered || !isOrdered }
    return unordered
  }

  /// The values of an attribute type that are character strings.
  static func values(_ type: ObjectIdentifier, in der: [UInt8]) -> [String] {
    var values: [String] = []
    try? walk(der) { attributes, _ in
      values += attributes.filter { $0.type == type }.compactMap { $0.string?.text }
    }
    return values
  }

  /// Whether both have the same texts in the same order. A value that is no text equals nothing.
  static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard let left = texts(one), let right = texts(other) else { return false }
    return left == right
  }

  /// Type and text of each attribute, by relative name; nil where one is no text.
  private static func texts(_ der: [UInt8]) -> [[String]]? {
    var names: [[String]]? = []
    do {
      try walk(der) { attributes, _ in
        let pairs = attributes.compactMap { attribute in attribute.string.map { "\(attribute.type)=\($0.text)" } }
        names = pairs.count == attributes.count ? names.map { $0 + [pairs] } : nil
      }
    } catch { return nil }
    return names
  }

  /// Attributes in the order of the encoding.
  static func text(_ der: [UInt8]) -> String {
    var parts: [String] = []
    try? walk(der) { attributes, _ in
      parts += attributes.map { "\($0.type)=\($0.string?.text ?? "(no text)")" }
    }
    return parts.joined(separator: ",")
  }

  private static func walk(
    _ der: [UInt8], _ body: ([AttributeTypeAndValue], _ isOrdered: Bool) -> Void
  ) throws(DERError) {
    try DERReader.decode(der[...]) { reader throws(DERError) in
      _ = try reader.sequence(atLeast: 0) { reader throws(DERError) in
        try reader.constructed(.set) { reader throws(DERError) in
          var attributes: [AttributeTypeAndValue] = []
          var isOrdered = true
          var previous: [UInt8] = []
          while !reader.isAtEnd {
            let (attribute, bytes) = try reader.withBytes { r throws(DERError) in
              try r.read(AttributeTypeAndValue.self)
            }
            if bytes.lexicographicallyPrecedes(previous) { isOrdered = false }
            previous = bytes
            attributes.append(attribute)
          }
          guard !attributes.isEmpty else {
            throw reader.error(.constraint, found: "no attribute", required: "at least one")
          }
          body(attributes, isOrdered)
        }
      }
    }
  }
}
