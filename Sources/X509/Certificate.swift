public import DER

/// A signed certificate (RFC 5280, 4.1).
public struct Certificate: Sendable, Hashable {
  public let tbsCertificate: TBSCertificate
  public let signatureAlgorithm: AlgorithmIdentifier
  public let signature: BitString
  /// The encoding, as it was read or assembled.
  public let derBytes: [UInt8]

  /// Reads exactly one certificate. Extensions are not looked into; see `TBSCertificate.extensionValue(_:)`.
  ///
  /// That the two signature algorithms agree (RFC 5280, 4.1.1.2) is not asked here but by `algorithmsAgree`.
  public init(der: [UInt8]) throws(X509Error) {
    self = try Certificate.decoded(der)
  }

  /// Reads exactly one PEM block `CERTIFICATE`.
  public init(pem: String) throws(X509Error) {
    try self.init(der: pemBytes(pem, label: Certificate.pemLabel, structure: "Certificate"))
  }

  /// Assembles a certificate around the bytes that were signed, as they are.
  public init(tbs: TBSCertificate, signatureAlgorithm: AlgorithmIdentifier, signature: [UInt8]) {
    tbsCertificate = tbs
    self.signatureAlgorithm = signatureAlgorithm
    self.signature = BitString(bytes: signature)
    derBytes = signedBytes(tbs.derBytes, signatureAlgorithm, signature)
  }

  /// Whether the algorithm beside the signature is the one that was signed (RFC 5280, 4.1.1.2).
  public var algorithmsAgree: Bool { signatureAlgorithm == tbsCertificate.signature }

  public var pem: String { PEM(label: Certificate.pemLabel, bytes: derBytes).text }

  private static let pemLabel = "CERTIFICATE"
}

extension Certificate: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    ((tbsCertificate, signatureAlgorithm, signature), derBytes) = try reader.signed(
      TBSCertificate.self, "tbsCertificate")
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(tbsCertificate)
      writer.write(signatureAlgorithm)
      writer.bitString(signature)
    }
  }
}

/// The bytes of the only PEM block in a text.
func pemBytes(_ text: String, label: String, structure: String) throws(X509Error) -> [UInt8] {
  do { return try PEM(text, label: label).bytes } catch { throw X509Error(structure: structure, cause: error) }
}
