public import DER

/// The part of a certificate that is signed (RFC 5280, 4.1.2).
public struct TBSCertificate: Sendable, Hashable {
  public enum Version: Int, Sendable, Hashable, CaseIterable {
    case v1 = 0
    case v2 = 1
    case v3 = 2
  }

  public let version: Version
  public let serialNumber: SerialNumber
  public let signature: AlgorithmIdentifier
  public let issuer: Name
  public let validity: Validity
  public let subject: Name
  public let subjectPublicKeyInfo: SubjectPublicKeyInfo
  public let issuerUniqueID: BitString?
  public let subjectUniqueID: BitString?
  /// In the order of the encoding; none where the field is absent.
  public let extensions: [Extension]
  /// The encoding, exactly as it is signed.
  public private(set) var derBytes: [UInt8] = []

  /// Reads exactly one TBSCertificate. Extensions are not looked into; see `extensionValue(_:)`.
  public init(der: [UInt8]) throws(X509Error) {
    self = try TBSCertificate.decoded(der)
  }

  /// Builds and encodes. Throws where the version does not allow the unique identifiers or extensions given.
  public init(
    version: Version = .v3, serialNumber: SerialNumber, signature: AlgorithmIdentifier, issuer: Name,
    validity: Validity, subject: Name, subjectPublicKeyInfo: SubjectPublicKeyInfo, issuerUniqueID: BitString? = nil,
    subjectUniqueID: BitString? = nil, extensions: [Extension]
  ) throws(X509Error) {
    self.version = version
    self.serialNumber = serialNumber
    self.signature = signature
    self.issuer = issuer
    self.validity = validity
    self.subject = subject
    self.subjectPublicKeyInfo = subjectPublicKeyInfo
    self.issuerUniqueID = issuerUniqueID
    self.subjectUniqueID = subjectUniqueID
    self.extensions = extensions
    do { try checkVersion(offset: 0) } catch { throw X509Error(structure: "TBSCertificate", cause: error) }
    derBytes = derEncoded
  }

  /// The extension of a type, decoded.
  public func extensionValue<Value: CertificateExtension>(_ type: Value.Type) -> ExtensionValue<Value> {
    extensions.extensionValue(type)
  }
}

extension TBSCertificate: DERCodable {
  private static let issuerIDTag = DERTag.context(1, constructed: false)
  private static let subjectIDTag = DERTag.context(2, constructed: false)

  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader.offset
    let (value, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in try TBSCertificate(fields: &reader) }
    }
    self = value
    derBytes = bytes
    try checkVersion(offset: start)
  }

  private init(fields reader: inout DERReader) throws(DERError) {
    version = try TBSCertificate.readVersion(&reader)
    serialNumber = try reader.read(SerialNumber.self, "serialNumber")
    signature = try reader.read(AlgorithmIdentifier.self, "signature")
    issuer = try reader.read(Name.self, "issuer")
    validity = try reader.read(Validity.self, "validity")
    subject = try reader.read(Name.self, "subject")
    subjectPublicKeyInfo = try reader.read(SubjectPublicKeyInfo.self, "subjectPublicKeyInfo")
    issuerUniqueID = try reader.field("issuerUniqueID") { reader throws(DERError) in
      try reader.optional(Self.issuerIDTag) { r throws(DERError) in try r.bitString(tag: Self.issuerIDTag) }
    }
    subjectUniqueID = try reader.field("subjectUniqueID") { reader throws(DERError) in
      try reader.optional(Self.subjectIDTag) { r throws(DERError) in try r.bitString(tag: Self.subjectIDTag) }
    }
    let found = try reader.field("extensions") { reader throws(DERError) in
      try reader.optionalExplicit(3) { r throws(DERError) in try r.sequence(atLeast: 1, of: Extension.self) }
    }
    extensions = found ?? []
  }

  /// `[0] EXPLICIT … DEFAULT v1`
  private static func readVersion(_ reader: inout DERReader) throws(DERError) -> Version {
    let start = reader
    let number = try reader.field("version") { reader throws(DERError) in
      try reader.optionalExplicit(0) { r throws(DERError) in try r.integer() }
    }
    guard let number else { return .v1 }
    guard number != 0 else {
      throw start.error(.defaultValueEncoded, found: "version 0, the default", required: "no encoding of it").inside(
        "version")
    }
    guard let version = Int(exactly: number).flatMap(Version.init(rawValue:)) else {
      throw start.error(.constraint, found: "version \(number)", required: "1 (v2) or 2 (v3)").inside("version")
    }
    return version
  }

  /// RFC 5280, 4.1: unique identifiers from v2 on, extensions in v3 alone.
  private func checkVersion(offset: Int) throws(DERError) {
    let identified = issuerUniqueID != nil || subjectUniqueID != nil
    guard version == .v1 && identified || version != .v3 && !extensions.isEmpty else { return }
    throw DERError(
      .constraint, found: "\(version) with \(extensions.isEmpty ? "a unique identifier" : "extensions")",
      required: extensions.isEmpty ? "v2 or v3" : "v3", offset: offset, path: ["version"])
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if version != .v1 { writer.explicit(0) { $0.integer(Int64(version.rawValue)) } }
      writer.write(serialNumber)
      writer.write(signature)
      writer.write(issuer)
      writer.write(validity)
      writer.write(subject)
      writer.write(subjectPublicKeyInfo)
      if let issuerUniqueID { writer.bitString(issuerUniqueID, tag: Self.issuerIDTag) }
      if let subjectUniqueID { writer.bitString(subjectUniqueID, tag: Self.subjectIDTag) }
      if !extensions.isEmpty { writer.explicit(3) { $0.sequence(of: extensions) } }
    }
  }
}
