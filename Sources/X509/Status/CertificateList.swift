public import DER

/// A signed list of revoked certificates (RFC 5280, 5.1).
public struct CertificateList: Sendable, Hashable {
  public let tbsCertList: TBSCertList
  public let signatureAlgorithm: AlgorithmIdentifier
  public let signature: BitString
  /// The encoding, as it was read or assembled.
  public let derBytes: [UInt8]

  /// Reads exactly one list.
  public init(der: [UInt8]) throws(X509Error) {
    self = try CertificateList.decoded(der)
  }

  /// Reads exactly one PEM block `X509 CRL`.
  public init(pem: String) throws(X509Error) {
    try self.init(der: pemBytes(pem, label: CertificateList.pemLabel, structure: "CertificateList"))
  }

  /// Assembles a list around the bytes that were signed, as they are.
  public init(tbs: TBSCertList, signature: [UInt8]) {
    tbsCertList = tbs
    signatureAlgorithm = tbs.signature
    self.signature = BitString(bytes: signature)
    derBytes = signedBytes(tbs.derBytes, tbs.signature, signature)
  }

  /// Whether the algorithm beside the signature is the one that was signed (RFC 5280, 5.1.1.2).
  public var algorithmsAgree: Bool { signatureAlgorithm == tbsCertList.signature }

  public var pem: String { PEM(label: CertificateList.pemLabel, bytes: derBytes).text }

  private static let pemLabel = "X509 CRL"
}

extension CertificateList: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    ((tbsCertList, signatureAlgorithm, signature), derBytes) = try reader.signed(TBSCertList.self, "tbsCertList")
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(tbsCertList)
      writer.write(signatureAlgorithm)
      writer.bitString(signature)
    }
  }
}
