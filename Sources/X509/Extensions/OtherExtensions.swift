public import DER

/// RFC 5280, 4.2.1.8.
public struct SubjectDirectoryAttributes: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 9)
  public let attributes: [Attribute]

  public init(_ attributes: [Attribute]) { self.attributes = attributes }

  public init(from reader: inout DERReader) throws(DERError) {
    attributes = try reader.sequence(atLeast: 1, of: Attribute.self)
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: attributes)
  }
}

/// SignedCertificateTimestampList of RFC 6962, 3.3: a TLS vector of vectors in an OCTET STRING; neither may be empty.
public struct SignedCertificateTimestamps: CertificateExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 4, 1, 11129, 2, 4, 2)
  /// Each timestamp as serialized, not looked into; at most 65,535 bytes in all with two for each.
  public let timestamps: [[UInt8]]

  public init(_ timestamps: [[UInt8]]) { self.timestamps = timestamps }

  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    guard let timestamps = Self.timestamps(try reader.octetString()) else {
      throw start.error(.constraint, found: "another content", required: "a list of vectors with exact lengths")
    }
    self.timestamps = timestamps
  }

  private static func timestamps(_ octets: [UInt8]) -> [[UInt8]]? {
    var rest = octets[...]
    guard var list = vector(&rest), rest.isEmpty else { return nil }
    var timestamps: [[UInt8]] = []
    while !list.isEmpty {
      guard let timestamp = vector(&list) else { return nil }
      timestamps.append(Array(timestamp))
    }
    return timestamps
  }

  /// A vector behind its length of two bytes.
  private static func vector(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let high = rest.popFirst(), let low = rest.popFirst() else { return nil }
    let length = Int(high) << 8 | Int(low)
    guard length > 0, length <= rest.count else { return nil }
    let vector = rest.prefix(length)
    rest.removeFirst(length)
    return vector
  }

  public func write(to writer: inout DERWriter) {
    func vector(_ bytes: [UInt8]) -> [UInt8] {
      [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
    writer.octetString(vector(timestamps.flatMap(vector)))
  }
}
