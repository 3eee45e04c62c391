public import DER

/// An algorithm with its parameters (RFC 5280, 4.1.1.2).
public struct AlgorithmIdentifier: Sendable, Hashable {
  public let algorithm: ObjectIdentifier
  /// One DER value; nil where there is none, which is not the same as NULL.
  public let parameters: [UInt8]?

  public init(_ algorithm: ObjectIdentifier, parameters: [UInt8]? = nil) {
    self.algorithm = algorithm
    self.parameters = parameters
  }

  /// The DER of NULL, which the RSA algorithms of PKCS#1 v1.5 carry (RFC 4055).
  public static let null: [UInt8] = [0x05, 0x00]

  public static let ecdsaWithSHA256 = AlgorithmIdentifier(.ecdsaWithSHA256)
  public static let ecdsaWithSHA384 = AlgorithmIdentifier(.ecdsaWithSHA384)
  public static let ecdsaWithSHA512 = AlgorithmIdentifier(.ecdsaWithSHA512)
  public static let sha256WithRSAEncryption = AlgorithmIdentifier(.sha256WithRSAEncryption, parameters: null)
  public static let sha384WithRSAEncryption = AlgorithmIdentifier(.sha384WithRSAEncryption, parameters: null)
  public static let sha512WithRSAEncryption = AlgorithmIdentifier(.sha512WithRSAEncryption, parameters: null)
  public static let ed25519 = AlgorithmIdentifier(.ed25519)

  /// id-RSASSA-PSS with its parameters.
  public static func rsassaPSS(_ parameters: RSASSAPSSParameters) -> AlgorithmIdentifier {
    AlgorithmIdentifier(.rsassaPSS, parameters: parameters.derEncoded)
  }

  /// The RSASSA-PSS parameters; nil where the algorithm is another one or carries none.
  public func rsassaPSSParameters() throws(X509Error) -> RSASSAPSSParameters? {
    guard algorithm == .rsassaPSS, let parameters else { return nil }
    return try RSASSAPSSParameters.decoded(parameters)
  }

  /// The named curve of an EC key's algorithm (RFC 5480); nil for anything else, explicit curves included.
  public var namedCurve: ObjectIdentifier? {
    guard algorithm == .ecPublicKey, let parameters else { return nil }
    return try? DERReader.decode(parameters[...]) { reader throws(DERError) in try reader.objectIdentifier() }
  }
}

extension AlgorithmIdentifier: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let algorithm = try reader.objectIdentifier()
      return AlgorithmIdentifier(
        algorithm,
        parameters: reader.isAtEnd ? nil : try reader.field("parameters") { r throws(DERError) in try r.any() })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(algorithm)
      if let parameters { writer.raw(parameters) }
    }
  }
}

/// RSASSA-PSS-params of RFC 4055, 3.1: each field is left out where it has its SHA-1 default.
public struct RSASSAPSSParameters: Sendable, Hashable {
  public let hash: AlgorithmIdentifier
  public let maskGeneration: AlgorithmIdentifier
  /// In bytes.
  public let saltLength: Int

  public init(hash: AlgorithmIdentifier, maskGeneration: AlgorithmIdentifier, saltLength: Int) {
    self.hash = hash
    self.maskGeneration = maskGeneration
    self.saltLength = saltLength
  }

  /// MGF1 with the same hash and a salt as long as the digest (TS 119 312, 6.2.1).
  public init(hash: ObjectIdentifier, digestLength: Int) {
    let algorithm = AlgorithmIdentifier(hash, parameters: AlgorithmIdentifier.null)
    self.init(
      hash: algorithm, maskGeneration: AlgorithmIdentifier(.mgf1, parameters: algorithm.derEncoded),
      saltLength: digestLength)
  }

  /// The hash of MGF1; nil where the mask generation function is another one.
  public var maskHash: AlgorithmIdentifier? {
    guard maskGeneration.algorithm == .mgf1, let parameters = maskGeneration.parameters else { return nil }
    return try? AlgorithmIdentifier.decoded(parameters)
  }

  private static let defaultHash = AlgorithmIdentifier(.sha1, parameters: AlgorithmIdentifier.null)
  private static let defaultMask = AlgorithmIdentifier(.mgf1, parameters: defaultHash.derEncoded)
  private static let defaultSaltLength = 20
}

extension RSASSAPSSParameters: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let hash = try Self.field(0, default: Self.defaultHash, &reader) { r throws(DERError) in
        try r.read(AlgorithmIdentifier.self, "hashAlgorithm")
      }
      let mask = try Self.field(1, default: Self.defaultMask, &reader) { r throws(DERError) in
        try r.read(AlgorithmIdentifier.self, "maskGenAlgorithm")
      }
      let salt = try Self.field(2, default: Self.defaultSaltLength, &reader) { r throws(DERError) in
        try r.nonNegativeInteger()
      }
      guard reader.isAtEnd else {
        throw reader.error(
          .constraint, found: "a trailerField", required: "none, as its default is the only value there is")
      }
      return RSASSAPSSParameters(hash: hash, maskGeneration: mask, saltLength: salt)
    }
  }

  private static func field<Value: Equatable>(
    _ number: UInt32, default standard: Value, _ reader: inout DERReader,
    _ body: (inout DERReader) throws(DERError) -> Value
  ) throws(DERError) -> Value {
    let start = reader
    guard let value = try reader.optionalExplicit(number, body) else { return standard }
    guard value != standard else {
      throw start.error(.defaultValueEncoded, found: "the default of [\(number)]", required: "no encoding of it")
    }
    return value
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if hash != Self.defaultHash { writer.explicit(0) { $0.write(hash) } }
      if maskGeneration != Self.defaultMask { writer.explicit(1) { $0.write(maskGeneration) } }
      if saltLength != Self.defaultSaltLength { writer.explicit(2) { $0.integer(Int64(saltLength)) } }
    }
  }
}
