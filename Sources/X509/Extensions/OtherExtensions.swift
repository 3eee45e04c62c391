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
