public import DER

/// One revoked certificate in a list (RFC 5280, 5.1.2.6).
public struct RevokedCertificate: Sendable, Hashable {
  public let serialNumber: SerialNumber
  public let revocationDate: Time
  /// Of the entry; none where the field is absent.
  public let extensions: [Extension]

  public init(serialNumber: SerialNumber, revocationDate: Time, extensions: [Extension] = []) {
    self.serialNumber = serialNumber
    self.revocationDate = revocationDate
    self.extensions = extensions
  }

  /// An entry with a reason, and with the time of the suspected compromise where one is known.
  public init(serialNumber: SerialNumber, revocationDate: Time, reason: CRLReason?, invalidityDate: Time? = nil) {
    // RFC 5280, 5.3: neither of the two is critical.
    let reasons = reason.map { [Extension($0, critical: false)] } ?? []
    let dates = invalidityDate.map { [Extension(InvalidityDate($0), critical: false)] } ?? []
    self.init(serialNumber: serialNumber, revocationDate: revocationDate, extensions: reasons + dates)
  }

  public var reason: ExtensionValue<CRLReason> { extensions.extensionValue(CRLReason.self) }
  public var invalidityDate: ExtensionValue<InvalidityDate> { extensions.extensionValue(InvalidityDate.self) }
}

extension RevokedCertificate: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      RevokedCertificate(
        serialNumber: try reader.read(SerialNumber.self, "userCertificate"),
        revocationDate: try reader.read(Time.self, "revocationDate"),
        extensions: reader.isAtEnd
          ? []
          : try reader.field("crlEntryExtensions") { r throws(DERError) in
            try r.sequence(atLeast: 1, of: Extension.self)
          })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(serialNumber)
      writer.write(revocationDate)
      if !extensions.isEmpty { writer.sequence(of: extensions) }
    }
  }
}

/// The part of a certificate list that is signed (RFC 5280, 5.1.2).
public struct TBSCertList: Sendable, Hashable {
  public let isV2: Bool
  public let signature: AlgorithmIdentifier
  public let issuer: Name
  public let thisUpdate: Time
  public let nextUpdate: Time?
  /// In the order of the encoding; none where the field is absent.
  public let revokedCertificates: [RevokedCertificate]
  public let extensions: [Extension]
  /// The encoding, exactly as it is signed.
  public private(set) var derBytes: [UInt8] = []

  /// Reads exactly one TBSCertList. Extensions are not looked into; see `extensionValue(_:)`.
  public init(der: [UInt8]) throws(X509Error) {
    self = try TBSCertList.decoded(der)
  }

  /// Builds and encodes a list of version 2, the only one that has extensions.
  public init(
    signature: AlgorithmIdentifier, issuer: Name, thisUpdate: Time, nextUpdate: Time?,
    revokedCertificates: [RevokedCertificate], extensions: [Extension]
  ) {
    isV2 = true
    self.signature = signature
    self.issuer = issuer
    self.thisUpdate = thisUpdate
    self.nextUpdate = nextUpdate
    self.revokedCertificates = revokedCertificates
    self.extensions = extensions
    derBytes = derEncoded
  }

  /// The extension of a type, decoded.
  public func extensionValue<Value: CertificateExtension>(_ type: Value.Type) -> ExtensionValue<Value> {
    extensions.extensionValue(type)
  }
}

extension TBSCertList: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let (value, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { r throws(DERError) in try TBSCertList(fields: &r) }
    }
    self = value
    derBytes = bytes
  }

  private init(fields reader: inout DERReader) throws(DERError) {
    isV2 = try TBSCertList.readVersion(&reader)
    signature = try reader.read(AlgorithmIdentifier.self, "signature")
    issuer = try reader.read(Name.self, "issuer")
    thisUpdate = try reader.read(Time.self, "thisUpdate")
    let isTime = reader.next(is: .utcTime) || reader.next(is: .generalizedTime)
    nextUpdate = isTime ? try reader.read(Time.self, "nextUpdate") : nil
    // An empty list is not written at all (RFC 5280, 5.1.2.6).
    revokedCertificates =
      try reader.field("revokedCertificates") { reader throws(DERError) in
        try reader.optional(.sequence) { r throws(DERError) in try r.sequence(atLeast: 1, of: RevokedCertificate.self) }
      } ?? []
    let start = reader
    extensions =
      try reader.field("crlExtensions") { reader throws(DERError) in
        try reader.optionalExplicit(0) { r throws(DERError) in try r.sequence(atLeast: 1, of: Extension.self) }
      } ?? []
    let hasExtensions = !extensions.isEmpty || revokedCertificates.contains { !$0.extensions.isEmpty }
    guard isV2 || !hasExtensions else {
      throw start.error(.constraint, found: "v1 with extensions", required: "v2").inside("version")
    }
  }

  /// `version INTEGER OPTIONAL`, 1 where it is there (RFC 5280, 5.1.2.1).
  private static func readVersion(_ reader: inout DERReader) throws(DERError) -> Bool {
    guard reader.next(is: .integer) else { return false }
    let start = reader
    guard try reader.field("version", { r throws(DERError) in try r.integer() }) == 1 else {
      throw start.error(.constraint, found: "another version", required: "1 (v2)").inside("version")
    }
    return true
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if isV2 { writer.integer(1) }
      writer.write(signature)
      writer.write(issuer)
      writer.write(thisUpdate)
      if let nextUpdate { writer.write(nextUpdate) }
      if !revokedCertificates.isEmpty { writer.sequence(of: revokedCertificates) }
      if !extensions.isEmpty { writer.explicit(0) { $0.sequence(of: extensions) } }
    }
  }
}
