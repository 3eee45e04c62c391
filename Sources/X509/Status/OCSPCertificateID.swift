public import DER

/// Which certificate is asked about (RFC 6960, 4.1.1): hashes over its issuer's name and key, and its serial number.
public struct OCSPCertificateID: Sendable, Hashable {
  public let hashAlgorithm: AlgorithmIdentifier
  /// Over the DER of the issuer's name.
  public let issuerNameHash: [UInt8]
  /// Over the bits of the issuer's key, without tag, length and unused bits.
  public let issuerKeyHash: [UInt8]
  public let serialNumber: SerialNumber

  public init(
    hashAlgorithm: AlgorithmIdentifier, issuerNameHash: [UInt8], issuerKeyHash: [UInt8], serialNumber: SerialNumber
  ) {
    self.hashAlgorithm = hashAlgorithm
    self.issuerNameHash = issuerNameHash
    self.issuerKeyHash = issuerKeyHash
    self.serialNumber = serialNumber
  }
}

extension OCSPCertificateID: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      OCSPCertificateID(
        hashAlgorithm: try reader.read(AlgorithmIdentifier.self, "hashAlgorithm"),
        issuerNameHash: try reader.field("issuerNameHash") { r throws(DERError) in try r.octetString() },
        issuerKeyHash: try reader.field("issuerKeyHash") { r throws(DERError) in try r.octetString() },
        serialNumber: try reader.read(SerialNumber.self, "serialNumber"))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(hashAlgorithm)
      writer.octetString(issuerNameHash)
      writer.octetString(issuerKeyHash)
      writer.write(serialNumber)
    }
  }
}

/// What is said of a certificate (RFC 6960, 4.2.1).
public enum OCSPCertificateStatus: Sendable, Hashable {
  case good
  case revoked(at: Time, reason: CRLReason?)
  case unknown
}

extension OCSPCertificateStatus: DERCodable {
  private static let goodTag = DERTag.context(0, constructed: false)
  private static let revokedTag = DERTag.context(1, constructed: true)
  private static let unknownTag = DERTag.context(2, constructed: false)

  public init(from reader: inout DERReader) throws(DERError) {
    switch reader.nextTag {
    case Self.goodTag:
      try reader.null(tag: Self.goodTag)
      self = .good
    case Self.unknownTag:
      try reader.null(tag: Self.unknownTag)
      self = .unknown
    default:
      self = try reader.constructed(Self.revokedTag) { reader throws(DERError) in
        .revoked(
          at: try reader.field("revocationTime") { r throws(DERError) in try r.generalizedTime() },
          reason: try reader.field("revocationReason") { reader throws(DERError) in
            try reader.optionalExplicit(0) { r throws(DERError) in try r.read(CRLReason.self) }
          })
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    switch self {
    case .good: writer.null(tag: Self.goodTag)
    case .unknown: writer.null(tag: Self.unknownTag)
    case .revoked(let time, let reason):
      writer.constructed(Self.revokedTag) { writer in
        writer.write(time.generalized)
        if let reason { writer.explicit(0) { $0.write(reason) } }
      }
    }
  }
}

/// The answer about one certificate (RFC 6960, 4.2.1).
public struct OCSPSingleResponse: Sendable, Hashable {
  public let certificate: OCSPCertificateID
  public let status: OCSPCertificateStatus
  public let thisUpdate: Time
  public let nextUpdate: Time?
  public let extensions: [Extension]

  public init(
    certificate: OCSPCertificateID, status: OCSPCertificateStatus, thisUpdate: Time, nextUpdate: Time?,
    extensions: [Extension] = []
  ) {
    self.certificate = certificate
    self.status = status
    self.thisUpdate = thisUpdate.generalized
    self.nextUpdate = nextUpdate?.generalized
    self.extensions = extensions
  }
}

extension OCSPSingleResponse: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      OCSPSingleResponse(
        certificate: try reader.read(OCSPCertificateID.self, "certID"),
        status: try reader.read(OCSPCertificateStatus.self, "certStatus"),
        thisUpdate: try reader.field("thisUpdate") { r throws(DERError) in try r.generalizedTime() },
        nextUpdate: try reader.field("nextUpdate") { reader throws(DERError) in
          try reader.optionalExplicit(0) { r throws(DERError) in try r.generalizedTime() }
        },
        extensions: try reader.field("singleExtensions") { reader throws(DERError) in
          try reader.optionalExplicit(1) { r throws(DERError) in try r.sequence(atLeast: 1, of: Extension.self) }
        } ?? [])
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(certificate)
      writer.write(status)
      writer.write(thisUpdate)
      if let nextUpdate { writer.explicit(0) { $0.write(nextUpdate) } }
      if !extensions.isEmpty { writer.explicit(1) { $0.sequence(of: extensions) } }
    }
  }
}

/// Since when the responder keeps answers about certificates that have ended (RFC 6960, 4.4.4).
public struct OCSPArchiveCutoff: TimeExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1, 6)
  public let time: Time
  public init(_ time: Time) { self.time = time.generalized }
}

/// What ties an answer to its question (RFC 6960, 4.4.1).
public struct OCSPNonce: CertificateExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1, 2)
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  public init(from reader: inout DERReader) throws(DERError) { bytes = try reader.octetString() }

  public func write(to writer: inout DERWriter) { writer.octetString(bytes) }
}
