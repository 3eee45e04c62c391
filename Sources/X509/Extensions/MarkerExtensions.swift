public import DER

/// An extension that says all by being there: its value is NULL.
public protocol MarkerExtension: CertificateExtension {
  init()
}

extension MarkerExtension {
  public init(from reader: inout DERReader) throws(DERError) {
    try reader.null()
    self.init()
  }

  public func write(to writer: inout DERWriter) {
    writer.null()
  }
}

/// id-pkix-ocsp-nocheck of RFC 6960, 4.2.2.2.1.
public struct OCSPNoCheck: MarkerExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1, 5)
  public init() {}
}

/// noRevAvail of RFC 9608.
public struct NoRevAvail: MarkerExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 56)
  public init() {}
}

/// Validity assured, short term, of EN 319 412-1, 5.2.2.
public struct ValidityAssuredShortTerm: MarkerExtension {
  public static let oid = ObjectIdentifier(0, 4, 0, 194121, 2, 1)
  public init() {}
}
