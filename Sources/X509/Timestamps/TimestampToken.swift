public import DER

/// A time-stamp token: CMS SignedData of version 3 over a TSTInfo, with one signer and its certificate (RFC 3161, 2.4.2;
/// RFC 5652, 5).
public struct TimestampToken: Sendable, Hashable {
  public let info: TSTInfo
  public let certificate: Certificate
  /// The signature's hash.
  public let digestAlgorithm: AlgorithmIdentifier
  public let attributes: TimestampAttributes
  public let signatureAlgorithm: AlgorithmIdentifier
  public let signature: [UInt8]

  /// Around what was signed: `attributes`, whose digest is over `info`.
  public init(
    info: TSTInfo, certificate: Certificate, digestAlgorithm: AlgorithmIdentifier, attributes: TimestampAttributes,
    signatureAlgorithm: AlgorithmIdentifier, signature: [UInt8]
  ) {
    self.info = info
    self.certificate = certificate
    self.digestAlgorithm = digestAlgorithm
    self.attributes = attributes
    self.signatureAlgorithm = signatureAlgorithm
    self.signature = signature
  }

  /// Reads exactly one token of the form that is written here. What is signed is not compared: that takes a hash.
  public init(der: [UInt8]) throws(X509Error) {
    self = try TimestampToken.decoded(der)
  }

  public var derBytes: [UInt8] { derEncoded }
}

extension TimestampToken: DERCodable {
  private static let tag = DERTag.context(0, constructed: true)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      try reader.expect(.signedData, "contentType")
      return try reader.explicit(0) { reader throws(DERError) in
        try reader.sequence { reader throws(DERError) in try TimestampToken(signedData: &reader) }
      }
    }
  }

  private init(signedData reader: inout DERReader) throws(DERError) {
    try reader.expect(3, "version")
    let hashes = try reader.set(atLeast: 1, of: AlgorithmIdentifier.self)
    info = try reader.field("encapContentInfo") { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        try reader.expect(.timestampContent, "eContentType")
        let content = try reader.explicit(0) { r throws(DERError) in try r.octetString() }
        return try DERReader.decode(TSTInfo.self, content[...])
      }
    }
    certificate = try reader.field("certificates") { reader throws(DERError) in
      try reader.constructed(Self.tag) { r throws(DERError) in try r.read(Certificate.self) }
    }
    let certificate = certificate
    let signers = try reader.set(atLeast: 1) { reader throws(DERError) in
      try Signer(from: &reader, certificate: certificate)
    }
    guard let signer = signers.first, signers.count == 1, hashes == [signer.digestAlgorithm] else {
      throw reader.error(.constraint, found: "\(signers.count) signers", required: "one, with the hash of the message")
    }
    digestAlgorithm = signer.digestAlgorithm
    attributes = signer.attributes
    signatureAlgorithm = signer.signatureAlgorithm
    signature = signer.signature
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(.signedData)
      writer.explicit(0) { writer in
        writer.sequence { writer in
          writer.integer(3)
          writer.set(of: [digestAlgorithm])
          writer.sequence { writer in
            writer.objectIdentifier(.timestampContent)
            writer.explicit(0) { $0.octetString(info.derBytes) }
          }
          writer.constructed(Self.tag) { $0.raw(certificate.derBytes) }
          writer.set(of: [self]) { $0.writeSigner(to: &$1) }
        }
      }
    }
  }

  private func writeSigner(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.integer(1)
      writer.sequence { writer in
        writer.write(certificate.tbsCertificate.issuer)
        writer.write(certificate.tbsCertificate.serialNumber)
      }
      writer.write(digestAlgorithm)
      attributes.write(to: &writer, tag: Self.tag)
      writer.write(signatureAlgorithm)
      writer.octetString(signature)
    }
  }

  /// SignerInfo, whose signer is the one certificate that comes with it.
  private struct Signer {
    let digestAlgorithm: AlgorithmIdentifier
    let attributes: TimestampAttributes
    let signatureAlgorithm: AlgorithmIdentifier
    let signature: [UInt8]

    init(from reader: inout DERReader, certificate: Certificate) throws(DERError) {
      self = try reader.sequence { reader throws(DERError) in
        try reader.expect(1, "version")
        let (issuer, serial) = try reader.sequence { r throws(DERError) in
          (try r.read(Name.self), try r.read(SerialNumber.self))
        }
        guard issuer == certificate.tbsCertificate.issuer, serial == certificate.tbsCertificate.serialNumber else {
          throw reader.error(.constraint, found: "another signer", required: "that of the certificate").inside("sid")
        }
        return Signer(
          digestAlgorithm: try reader.read(AlgorithmIdentifier.self, "digestAlgorithm"),
          attributes: try reader.field("signedAttrs") { r throws(DERError) in
            try TimestampAttributes(from: &r, tag: TimestampToken.tag)
          },
          signatureAlgorithm: try reader.read(AlgorithmIdentifier.self, "signatureAlgorithm"),
          signature: try reader.field("signature") { r throws(DERError) in try r.octetString() })
      }
    }

    private init(
      digestAlgorithm: AlgorithmIdentifier, attributes: TimestampAttributes, signatureAlgorithm: AlgorithmIdentifier,
      signature: [UInt8]
    ) {
      self.digestAlgorithm = digestAlgorithm
      self.attributes = attributes
      self.signatureAlgorithm = signatureAlgorithm
      self.signature = signature
    }
  }
}

extension DERReader {
  fileprivate mutating func expect(_ wanted: ObjectIdentifier, _ name: String) throws(DERError) {
    let found = try field(name) { r throws(DERError) in try r.objectIdentifier() }
    guard found == wanted else { throw error(.constraint, found: "\(found)", required: "\(wanted)").inside(name) }
  }

  fileprivate mutating func expect(_ wanted: Int64, _ name: String) throws(DERError) {
    let found = try field(name) { r throws(DERError) in try r.integer() }
    guard found == wanted else { throw error(.constraint, found: "\(found)", required: "\(wanted)").inside(name) }
  }
}
