public import DER

/// Who answers (RFC 6960, 4.2.1).
public enum OCSPResponderID: Sendable, Hashable {
  case byName(Name)
  /// SHA-1 over the bits of the responder's key.
  case byKey([UInt8])
}

extension OCSPResponderID: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    if let name = try reader.optionalExplicit(1, { r throws(DERError) in try r.read(Name.self) }) {
      self = .byName(name)
    } else {
      self = .byKey(try reader.explicit(2) { r throws(DERError) in try r.octetString() })
    }
  }

  public func write(to writer: inout DERWriter) {
    switch self {
    case .byName(let name): writer.explicit(1) { $0.write(name) }
    case .byKey(let hash): writer.explicit(2) { $0.octetString(hash) }
    }
  }
}

/// The part of an answer that is signed (RFC 6960, 4.2.1), of version 1.
public struct OCSPResponseData: Sendable, Hashable {
  public let responder: OCSPResponderID
  public let producedAt: Time
  public let responses: [OCSPSingleResponse]
  public let extensions: [Extension]
  /// The encoding, exactly as it is signed.
  public private(set) var derBytes: [UInt8] = []

  /// Reads exactly one ResponseData.
  public init(der: [UInt8]) throws(X509Error) {
    self = try OCSPResponseData.decoded(der)
  }

  public init(
    responder: OCSPResponderID, producedAt: Time, responses: [OCSPSingleResponse], extensions: [Extension] = []
  ) {
    self.responder = responder
    self.producedAt = producedAt.generalized
    self.responses = responses
    self.extensions = extensions
    derBytes = derEncoded
  }
}

extension OCSPResponseData: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let (value, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        guard !reader.next(is: .context(0, constructed: true)) else {
          throw reader.error(.constraint, found: "a version", required: "v1, the default, which is not encoded")
            .inside("version")
        }
        return OCSPResponseData(
          responder: try reader.read(OCSPResponderID.self, "responderID"),
          producedAt: try reader.field("producedAt") { r throws(DERError) in try r.generalizedTime() },
          responses: try reader.field("responses") { r throws(DERError) in
            try r.sequence(atLeast: 1, of: OCSPSingleResponse.self)
          },
          extensions: try reader.field("responseExtensions") { reader throws(DERError) in
            try reader.optionalExplicit(1) { r throws(DERError) in try r.sequence(atLeast: 1, of: Extension.self) }
          } ?? [])
      }
    }
    self = value
    derBytes = bytes
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(responder)
      writer.write(producedAt)
      writer.sequence(of: responses)
      if !extensions.isEmpty { writer.explicit(1) { $0.sequence(of: extensions) } }
    }
  }
}

/// A signed answer (BasicOCSPResponse of RFC 6960, 4.2.1).
public struct OCSPBasicResponse: Sendable, Hashable {
  public let data: OCSPResponseData
  public let signatureAlgorithm: AlgorithmIdentifier
  public let signature: BitString
  /// What verifiers need to build the responder's path; none where the field is absent.
  public let certificates: [Certificate]

  public init(
    data: OCSPResponseData, signatureAlgorithm: AlgorithmIdentifier, signature: [UInt8], certificates: [Certificate]
  ) {
    self.init(data, signatureAlgorithm, BitString(bytes: signature), certificates)
  }

  private init(
    _ data: OCSPResponseData, _ algorithm: AlgorithmIdentifier, _ signature: BitString, _ certificates: [Certificate]
  ) {
    self.data = data
    signatureAlgorithm = algorithm
    self.signature = signature
    self.certificates = certificates
  }
}

extension OCSPBasicResponse: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      OCSPBasicResponse(
        try reader.read(OCSPResponseData.self, "tbsResponseData"),
        try reader.read(AlgorithmIdentifier.self, "signatureAlgorithm"),
        try reader.field("signature") { r throws(DERError) in try r.bitString() },
        try reader.field("certs") { reader throws(DERError) in
          try reader.optionalExplicit(0) { r throws(DERError) in try r.sequence(atLeast: 1, of: Certificate.self) }
        } ?? [])
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.raw(data.derBytes)
      writer.write(signatureAlgorithm)
      writer.bitString(signature)
      if !certificates.isEmpty { writer.explicit(0) { $0.sequence(of: certificates) { $1.raw($0.derBytes) } } }
    }
  }
}

/// What a responder sends (OCSPResponse of RFC 6960, 4.2.1).
public enum OCSPResponse: Sendable, Hashable {
  case successful(OCSPBasicResponse)
  /// malformedRequest (1), internalError (2), tryLater (3), sigRequired (5), unauthorized (6).
  case failure(Int)

  /// Reads exactly one response; of the successful ones the basic type alone.
  public init(der: [UInt8]) throws(X509Error) {
    self = try OCSPResponse.decoded(der)
  }
}

extension OCSPResponse: DERCodable {
  private static let basicType = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1, 1)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let start = reader
      let status = try reader.field("responseStatus") { r throws(DERError) in try r.integer(tag: .enumerated) }
      guard status == 0 else {
        guard let number = Int(exactly: status), [1, 2, 3, 5, 6].contains(number) else {
          throw start.error(.constraint, found: "\(status)", required: "0 to 3, 5 or 6").inside("responseStatus")
        }
        return .failure(number)
      }
      return .successful(
        try reader.field("responseBytes") { reader throws(DERError) in
          try reader.explicit(0) { reader throws(DERError) in
            try reader.sequence { r throws(DERError) in try Self.readBasic(&r) }
          }
        })
    }
  }

  private static func readBasic(_ reader: inout DERReader) throws(DERError) -> OCSPBasicResponse {
    let start = reader
    let type = try reader.objectIdentifier()
    guard type == basicType else {
      throw start.error(.constraint, found: "\(type)", required: "id-pkix-ocsp-basic").inside("responseType")
    }
    let content = try reader.octetString()
    return try DERReader.decode(OCSPBasicResponse.self, content[...])
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      switch self {
      case .failure(let number): writer.integer(Int64(number), tag: .enumerated)
      case .successful(let basic):
        writer.integer(0, tag: .enumerated)
        writer.explicit(0) { writer in
          writer.sequence { writer in
            writer.objectIdentifier(Self.basicType)
            writer.octetString(basic.derEncoded)
          }
        }
      }
    }
  }
}
