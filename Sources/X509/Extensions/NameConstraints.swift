public import DER

/// RFC 5280, 4.2.1.10: not empty; `minimum` is 0 and `maximum` absent, so that a subtree is its base alone.
public struct NameConstraints: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 30)
  /// None where the field is absent.
  public let permittedSubtrees: [GeneralName]
  /// None where the field is absent.
  public let excludedSubtrees: [GeneralName]

  public init(permittedSubtrees: [GeneralName], excludedSubtrees: [GeneralName]) {
    self.permittedSubtrees = permittedSubtrees
    self.excludedSubtrees = excludedSubtrees
  }

  private static let permittedTag = DERTag.context(0, constructed: true)
  private static let excludedTag = DERTag.context(1, constructed: true)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      guard !reader.isAtEnd else {
        throw reader.error(.constraint, found: "an empty sequence", required: "at least one field")
      }
      return NameConstraints(
        permittedSubtrees: try Self.subtrees(&reader, Self.permittedTag),
        excludedSubtrees: try Self.subtrees(&reader, Self.excludedTag))
    }
  }

  private static func subtrees(_ reader: inout DERReader, _ tag: DERTag) throws(DERError) -> [GeneralName] {
    guard reader.next(is: tag) else { return [] }
    return try reader.sequence(tag: tag, atLeast: 1) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let base = try reader.read(GeneralName.self)
        try base.checkAddress(lengths: [8, 32], reader)
        guard reader.isAtEnd else {
          throw reader.error(.constraint, found: "minimum or maximum", required: "neither (minimum 0 is the default)")
        }
        return base
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      for (bases, tag) in [(permittedSubtrees, Self.permittedTag), (excludedSubtrees, Self.excludedTag)]
      where !bases.isEmpty {
        writer.sequence(tag: tag, of: bases) { base, writer in writer.sequence { $0.write(base) } }
      }
    }
  }
}
