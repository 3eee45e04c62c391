public import DER

/// A public key with its algorithm (RFC 5280, 4.1.2.7).
public struct SubjectPublicKeyInfo: Sendable, Hashable {
  public let algorithm: AlgorithmIdentifier
  public let key: BitString
  /// The encoding: what key identifiers and fingerprints are made of.
  public let derBytes: [UInt8]

  public init(algorithm: AlgorithmIdentifier, key: BitString) {
    self.algorithm = algorithm
    self.key = key
    var writer = DERWriter()
    SubjectPublicKeyInfo.write(algorithm, key, to: &writer)
    derBytes = writer.bytes
  }

  public init(der: [UInt8]) throws(X509Error) {
    self = try SubjectPublicKeyInfo.decoded(der)
  }

  /// The RSA key (RFC 8017, A.1.1) of rsaEncryption and id-RSASSA-PSS; nil for another algorithm.
  public func rsaPublicKey() throws(X509Error) -> RSAPublicKey? {
    guard algorithm.algorithm == .rsaEncryption || algorithm.algorithm == .rsassaPSS else { return nil }
    guard let bytes = key.wholeBytes else {
      let cause = DERError(.constraint, found: "\(key.unusedBits) unused bits", required: "none", offset: 0)
      throw X509Error(structure: "RSAPublicKey", cause: cause)
    }
    return try RSAPublicKey.decoded(bytes)
  }
}

extension SubjectPublicKeyInfo: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let (fields, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let algorithm = try reader.read(AlgorithmIdentifier.self, "algorithm")
        return (algorithm, try reader.field("subjectPublicKey") { r throws(DERError) in try r.bitString() })
      }
    }
    (algorithm, key) = fields
    derBytes = bytes
  }

  public func write(to writer: inout DERWriter) {
    SubjectPublicKeyInfo.write(algorithm, key, to: &writer)
  }

  private static func write(_ algorithm: AlgorithmIdentifier, _ key: BitString, to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(algorithm)
      writer.bitString(key)
    }
  }
}

/// Modulus and exponent as big-endian magnitudes without leading zeros.
public struct RSAPublicKey: Sendable, Hashable {
  public let modulus: [UInt8]
  public let exponent: [UInt8]

  public init(modulus: [UInt8], exponent: [UInt8]) {
    self.modulus = Array(modulus.drop { $0 == 0 })
    self.exponent = Array(exponent.drop { $0 == 0 })
  }
}

extension RSAPublicKey: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      RSAPublicKey(modulus: try reader.unsignedInteger(), exponent: try reader.unsignedInteger())
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.unsignedInteger(modulus)
      writer.unsignedInteger(exponent)
    }
  }
}
