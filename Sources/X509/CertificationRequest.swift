public import DER

/// An attribute of a request or of a directory: a type with its values, each one DER value.
public struct Attribute: Sendable, Hashable {
  public let type: ObjectIdentifier
  public let values: [[UInt8]]

  public init(type: ObjectIdentifier, values: [[UInt8]]) {
    self.type = type
    self.values = values
  }
}

extension Attribute: DERCodable {
  /// Attributes whose values are not looked into here: certificates of vendors' devices are in them, and not all are DER.
  private static let opaque: Set<ObjectIdentifier> = [.attestation, .certificateBagAttestation]

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let type = try reader.objectIdentifier()
      return try reader.field("\(type)") { reader throws(DERError) in
        let isOpaque = Attribute.opaque.contains(type)
        return Attribute(
          type: type,
          values: try reader.set(atLeast: 1) { r throws(DERError) in
            isOpaque ? Array(try r.element().bytes) : try r.any()
          })
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(type)
      writer.set(of: values) { $1.raw($0) }
    }
  }
}

/// A certification request of PKCS#10 (RFC 2986).
public struct CertificationRequest: Sendable, Hashable {
  public let subject: Name
  public let subjectPublicKeyInfo: SubjectPublicKeyInfo
  public let attributes: [Attribute]
  public let signatureAlgorithm: AlgorithmIdentifier
  public let signature: BitString
  /// The CertificationRequestInfo, exactly as it is signed.
  public let infoBytes: [UInt8]
  /// The encoding of the whole request.
  public let derBytes: [UInt8]

  /// Reads exactly one request.
  public init(der: [UInt8]) throws(X509Error) {
    self = try CertificationRequest.decoded(der)
  }

  /// Reads exactly one PEM block `CERTIFICATE REQUEST`.
  public init(pem: String) throws(X509Error) {
    try self.init(der: pemBytes(pem, label: "CERTIFICATE REQUEST", structure: "CertificationRequest"))
  }

  /// The extensions that the request asks for (RFC 2985, 5.4.2); nil where there is no such attribute.
  ///
  /// Throws where it is malformed, repeated or has not exactly one value.
  public func requestedExtensions() throws(X509Error) -> [Extension]? {
    let values = attributes.filter { $0.type == .extensionRequest }.flatMap(\.values)
    guard let value = values.first else { return nil }
    do throws(DERError) {
      guard values.count == 1 else {
        throw DERError(.constraint, found: "\(values.count) values", required: "exactly one", offset: 0)
      }
      return try DERReader.decode(value[...]) { reader throws(DERError) in
        try reader.sequence(atLeast: 1, of: Extension.self)
      }
    } catch {
      throw X509Error(structure: "extensionRequest", cause: error)
    }
  }
}

extension CertificationRequest: DERCodable {
  private static let attributesTag = DERTag.context(0, constructed: true)

  public init(from reader: inout DERReader) throws(DERError) {
    let (request, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        let info = try reader.field("certificationRequestInfo") { reader throws(DERError) in
          try reader.withBytes { r throws(DERError) in try Self.readInfo(&r) }
        }
        let algorithm = try reader.read(AlgorithmIdentifier.self, "signatureAlgorithm")
        let signature = try reader.field("signature") { r throws(DERError) in try r.bitString() }
        return (info: info, algorithm: algorithm, signature: signature)
      }
    }
    (subject, subjectPublicKeyInfo, attributes) = request.info.value
    infoBytes = request.info.bytes
    signatureAlgorithm = request.algorithm
    signature = request.signature
    derBytes = bytes
  }

  private static func readInfo(
    _ reader: inout DERReader
  ) throws(DERError) -> (Name, SubjectPublicKeyInfo, [Attribute]) {
    try reader.sequence { reader throws(DERError) in
      let start = reader
      guard try reader.field("version", { r throws(DERError) in try r.integer() }) == 0 else {
        throw start.error(.constraint, found: "another version", required: "0 (v1)").inside("version")
      }
      return (
        try reader.read(Name.self, "subject"),
        try reader.read(SubjectPublicKeyInfo.self, "subjectPKInfo"),
        try reader.field("attributes") { r throws(DERError) in
          try r.set(tag: attributesTag, atLeast: 0, of: Attribute.self)
        }
      )
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.sequence { writer in
        writer.integer(0)
        writer.write(subject)
        writer.write(subjectPublicKeyInfo)
        writer.set(tag: Self.attributesTag, of: attributes)
      }
      writer.write(signatureAlgorithm)
      writer.bitString(signature)
    }
  }
}

extension CertificationRequest {
  /// A CertificationRequestInfo (RFC 2986, 4.1) over a key and nothing else: no subject, no attributes.
  public static func info(over key: SubjectPublicKeyInfo) -> [UInt8] { info(subject: Name([]), key: key) }

  /// A CertificationRequestInfo (RFC 2986, 4.1): what is to be signed.
  public static func info(subject: Name, key: SubjectPublicKeyInfo, attributes: [Attribute] = []) -> [UInt8] {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.integer(0)
      writer.write(subject)
      writer.write(key)
      writer.set(tag: attributesTag, of: attributes)
    }
    return writer.bytes
  }

  /// The whole request over those bytes.
  public init(
    info: [UInt8], signatureAlgorithm: AlgorithmIdentifier, signature: [UInt8]
  ) throws(X509Error) {
    try self.init(der: signedBytes(info, signatureAlgorithm, signature))
  }

  /// Reads a CertificationRequestInfo as a request whose signature is still to come.
  public init(unsignedInfo info: [UInt8], signatureAlgorithm: AlgorithmIdentifier) throws(X509Error) {
    try self.init(info: info, signatureAlgorithm: signatureAlgorithm, signature: [])
  }

  public var pem: String { PEM(label: "CERTIFICATE REQUEST", bytes: derBytes).text }
}

extension Attribute {
  /// Asks for these extensions (RFC 2985, 5.4.2).
  public static func extensionRequest(_ extensions: [Extension]) -> Attribute {
    var writer = DERWriter()
    writer.sequence(of: extensions)
    return Attribute(type: .extensionRequest, values: [writer.bytes])
  }
}
