public import DER

/// RFC 5280, 4.2.1.9. A path length beside `isCA` false is a fact for a rule, not an error here.
public struct BasicConstraints: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 19)
  public let isCA: Bool
  public let pathLength: Int?

  public init(isCA: Bool, pathLength: Int? = nil) {
    self.isCA = isCA
    self.pathLength = pathLength
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      BasicConstraints(
        isCA: try reader.field("cA") { r throws(DERError) in try r.booleanDefaultFalse() },
        pathLength: try reader.field("pathLenConstraint") { reader throws(DERError) in
          try reader.optional(.integer) { r throws(DERError) in try r.nonNegativeInteger() }
        })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.booleanDefaultFalse(isCA)
      if let pathLength { writer.integer(Int64(pathLength)) }
    }
  }
}

/// RFC 5280, 4.2.1.3. At least one bit is set and none beyond the nine that are named.
public struct KeyUsage: CertificateExtension, OptionSet {
  public static let oid = ObjectIdentifier(2, 5, 29, 15)
  /// Bit n is the standard's bit n.
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let digitalSignature = KeyUsage(rawValue: 1 << 0)
  /// Also called contentCommitment.
  public static let nonRepudiation = KeyUsage(rawValue: 1 << 1)
  public static let keyEncipherment = KeyUsage(rawValue: 1 << 2)
  public static let dataEncipherment = KeyUsage(rawValue: 1 << 3)
  public static let keyAgreement = KeyUsage(rawValue: 1 << 4)
  public static let keyCertSign = KeyUsage(rawValue: 1 << 5)
  public static let cRLSign = KeyUsage(rawValue: 1 << 6)
  public static let encipherOnly = KeyUsage(rawValue: 1 << 7)
  public static let decipherOnly = KeyUsage(rawValue: 1 << 8)

  public init(from reader: inout DERReader) throws(DERError) {
    rawValue = try reader.namedBits(within: 0x1FF)
    guard rawValue != 0 else { throw reader.error(.constraint, found: "no bit set", required: "at least one") }
  }

  public func write(to writer: inout DERWriter) {
    writer.bitString(BitString(namedBits: rawValue))
  }
}

extension KeyUsage: CustomStringConvertible {
  public var description: String {
    let names = [
      "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
      "cRLSign", "encipherOnly", "decipherOnly",
    ]
    return names.enumerated().filter { contains(KeyUsage(rawValue: 1 << UInt32($0.offset))) }
      .map(\.element).joined(separator: ", ")
  }
}

extension DERReader {
  /// A named bit list: no trailing zero bits (X.690, 11.2.2) and no bits but those of `mask`.
  mutating func namedBits(tag: DERTag = .bitString, within mask: UInt32) throws(DERError) -> UInt32 {
    let start = self
    guard let bits = try bitString(tag: tag).namedBits else {
      throw start.error(.badBitString, found: "trailing zero bits, or too many", required: "the shortest bit list")
    }
    guard bits & ~mask == 0 else {
      throw start.error(.constraint, found: "bits without a name", required: "named bits alone")
    }
    return bits
  }
}

/// RFC 5280, 4.2.1.12.
public struct ExtendedKeyUsage: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 37)
  public let purposes: [ObjectIdentifier]

  public init(_ purposes: [ObjectIdentifier]) { self.purposes = purposes }

  public init(from reader: inout DERReader) throws(DERError) {
    purposes = try reader.sequence(atLeast: 1) { r throws(DERError) in try r.objectIdentifier() }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: purposes) { $1.objectIdentifier($0) }
  }
}

/// RFC 5280, 4.2.1.2.
public struct SubjectKeyIdentifier: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 14)
  public let keyIdentifier: [UInt8]

  public init(_ keyIdentifier: [UInt8]) { self.keyIdentifier = keyIdentifier }

  public init(from reader: inout DERReader) throws(DERError) {
    keyIdentifier = try reader.octetString()
  }

  public func write(to writer: inout DERWriter) {
    writer.octetString(keyIdentifier)
  }
}

/// RFC 5280, 4.2.1.1. Issuer and serial number stand together or not at all (its ASN.1 module).
public struct AuthorityKeyIdentifier: CertificateExtension {
  public struct IssuerAndSerial: Sendable, Hashable {
    public let issuer: [GeneralName]
    public let serialNumber: SerialNumber

    public init(issuer: [GeneralName], serialNumber: SerialNumber) {
      self.issuer = issuer
      self.serialNumber = serialNumber
    }
  }

  public static let oid = ObjectIdentifier(2, 5, 29, 35)
  public let keyIdentifier: [UInt8]?
  public let authority: IssuerAndSerial?

  public init(keyIdentifier: [UInt8]?, authority: IssuerAndSerial? = nil) {
    self.keyIdentifier = keyIdentifier
    self.authority = authority
  }

  private static let keyTag = DERTag.context(0, constructed: false)
  private static let issuerTag = DERTag.context(1, constructed: true)
  private static let serialTag = DERTag.context(2, constructed: false)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let key = try reader.optional(Self.keyTag) { r throws(DERError) in try r.octetString(tag: Self.keyTag) }
      let issuer = try reader.optional(Self.issuerTag) { r throws(DERError) in
        try r.sequence(tag: Self.issuerTag, atLeast: 1, of: GeneralName.self)
      }
      let serial = try reader.optional(Self.serialTag) { r throws(DERError) in
        try SerialNumber(from: &r, tag: Self.serialTag)
      }
      switch (issuer, serial) {
      case (nil, nil): return AuthorityKeyIdentifier(keyIdentifier: key)
      case (let issuer?, let serial?):
        return AuthorityKeyIdentifier(
          keyIdentifier: key, authority: IssuerAndSerial(issuer: issuer, serialNumber: serial))
      default:
        throw reader.error(.constraint, found: "one of issuer and serial number", required: "both or neither")
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if let keyIdentifier { writer.octetString(keyIdentifier, tag: Self.keyTag) }
      if let authority {
        writer.sequence(tag: Self.issuerTag, of: authority.issuer)
        authority.serialNumber.write(to: &writer, tag: Self.serialTag)
      }
    }
  }
}
