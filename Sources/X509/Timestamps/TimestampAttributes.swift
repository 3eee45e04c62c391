public import DER

/// The signed attributes of a time-stamp token: its content type, the digest of the TSTInfo, and which certificate is the
/// signer's (RFC 5652, 11; RFC 5035 as RFC 5816 has it). No others are taken: each would be something more that is signed.
public struct TimestampAttributes: Sendable, Hashable {
  /// The digest over the TSTInfo, under the signature's hash.
  public let messageDigest: [UInt8]
  public let certificate: CertificateReference
  /// The SET OF that is signed (RFC 5652, 5.4).
  public private(set) var derBytes: [UInt8] = []

  public init(messageDigest: [UInt8], certificate: CertificateReference) {
    self.messageDigest = messageDigest
    self.certificate = certificate
    derBytes = derEncoded
  }

  /// Reads exactly one SET OF attributes, as it is signed.
  public init(der: [UInt8]) throws(X509Error) {
    self = try TimestampAttributes.decoded(der)
  }
}

/// ESSCertIDv2 (RFC 5035, 4): a certificate by its SHA-256, and by issuer and serial number.
public struct CertificateReference: Sendable, Hashable {
  /// SHA-256, the default of the type and the only one taken.
  public let sha256: [UInt8]
  public let issuer: Name
  public let serialNumber: SerialNumber

  public init(sha256: [UInt8], issuer: Name, serialNumber: SerialNumber) {
    self.sha256 = sha256
    self.issuer = issuer
    self.serialNumber = serialNumber
  }

  /// Whether these are issuer and number of that certificate; its digest is compared by whoever can make one.
  public func names(_ certificate: TBSCertificate) -> Bool {
    issuer == certificate.issuer && serialNumber == certificate.serialNumber
  }
}

extension CertificateReference: DERCodable {
  /// SigningCertificateV2 with one certificate and no policies.
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        try reader.sequence { reader throws(DERError) in
          let sha256 = try reader.field("certHash") { r throws(DERError) in try r.octetString() }
          return try reader.field("issuerSerial") { reader throws(DERError) in
            try reader.sequence { reader throws(DERError) in
              let issuer = try reader.sequence { r throws(DERError) in
                try r.explicit(4) { r throws(DERError) in try r.read(Name.self) }
              }
              return CertificateReference(
                sha256: sha256, issuer: issuer, serialNumber: try reader.read(SerialNumber.self))
            }
          }
        }
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.sequence { writer in
        writer.sequence { writer in
          writer.octetString(sha256)
          writer.sequence { writer in
            writer.sequence { $0.explicit(4) { $0.write(issuer) } }
            writer.write(serialNumber)
          }
        }
      }
    }
  }
}

extension TimestampAttributes: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    try self.init(from: &reader, tag: .set)
  }

  /// In a token the same set stands as `[0] IMPLICIT`.
  init(from reader: inout DERReader, tag: DERTag) throws(DERError) {
    let start = reader
    var found: [ObjectIdentifier: [UInt8]] = [:]
    let attributes = try reader.set(tag: tag, atLeast: 3) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let type = try reader.objectIdentifier()
        let values = try reader.set(atLeast: 1) { r throws(DERError) in try r.any() }
        guard values.count == 1, let value = values.first else {
          throw reader.error(.constraint, found: "\(values.count) values", required: "one")
        }
        return (type: type, value: value)
      }
    }
    for attribute in attributes { found[attribute.type] = attribute.value }
    guard attributes.count == 3, let type = found[.contentType], let digest = found[.messageDigest],
      let certificate = found[.signingCertificateV2]
    else {
      throw start.error(
        .constraint, found: attributes.map { "\($0.type)" }.joined(separator: ", "),
        required: "contentType, messageDigest and signingCertificateV2, once each")
    }
    let named = try DERReader.decode(type[...]) { r throws(DERError) in try r.objectIdentifier() }
    guard named == .timestampContent else {
      throw start.error(.constraint, found: "\(named)", required: "id-ct-TSTInfo").inside("contentType")
    }
    messageDigest = try DERReader.decode(digest[...]) { r throws(DERError) in try r.octetString() }
    self.certificate = try DERReader.decode(CertificateReference.self, certificate[...])
    derBytes = derEncoded
  }

  public func write(to writer: inout DERWriter) { write(to: &writer, tag: .set) }

  func write(to writer: inout DERWriter, tag: DERTag) {
    let values: [(ObjectIdentifier, (inout DERWriter) -> Void)] = [
      (.contentType, { $0.objectIdentifier(.timestampContent) }),
      (.messageDigest, { $0.octetString(messageDigest) }), (.signingCertificateV2, { $0.write(certificate) }),
    ]
    writer.set(tag: tag, of: values) { attribute, writer in
      writer.sequence { writer in
        writer.objectIdentifier(attribute.0)
        writer.set(of: [attribute.1]) { $0(&$1) }
      }
    }
  }
}

extension ObjectIdentifier {
  static let signedData = ObjectIdentifier(1, 2, 840, 113549, 1, 7, 2)
  static let contentType = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 3)
  static let messageDigest = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 4)
  /// id-ct-TSTInfo.
  static let timestampContent = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 1, 4)
  /// id-aa-signingCertificateV2.
  static let signingCertificateV2 = ObjectIdentifier(1, 2, 840, 113549, 1, 9, 16, 2, 47)
  /// id-etsi-tsts-EuQCompliance (EN 319 422): a claim that a time-stamp is an EU qualified one.
  public static let qualifiedTimestamp = ObjectIdentifier(0, 4, 0, 19422, 1, 1)
}
