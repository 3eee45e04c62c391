public import DER

/// What a time-stamp token says (RFC 3161, 2.4.2): this digest was there at that time.
public struct TSTInfo: Sendable, Hashable {
  public let policy: ObjectIdentifier
  public let imprint: MessageImprint
  /// Unique for each token of a time-stamping unit; up to 160 bits.
  public let serialNumber: SerialNumber
  public let genTime: TimestampTime
  public let accuracy: TimestampAccuracy?
  public let ordering: Bool
  /// As it was asked for.
  public let nonce: SerialNumber?
  public let tsa: GeneralName?
  public let extensions: [Extension]
  /// The encoding, exactly as it is signed.
  public private(set) var derBytes: [UInt8] = []

  /// Reads exactly one TSTInfo.
  public init(der: [UInt8]) throws(X509Error) {
    self = try TSTInfo.decoded(der)
  }

  /// Builds and encodes. No name of the authority: the certificate says it.
  public init(
    policy: ObjectIdentifier, imprint: MessageImprint, serialNumber: SerialNumber, genTime: TimestampTime,
    accuracy: TimestampAccuracy?, ordering: Bool = false, nonce: SerialNumber?, extensions: [Extension] = []
  ) {
    self.policy = policy
    self.imprint = imprint
    self.serialNumber = serialNumber
    self.genTime = genTime
    self.accuracy = accuracy
    self.ordering = ordering
    self.nonce = nonce
    tsa = nil
    self.extensions = extensions
    derBytes = derEncoded
  }
}

extension TSTInfo: DERCodable {
  private static let extensionsTag = DERTag.context(1, constructed: true)

  public init(from reader: inout DERReader) throws(DERError) {
    let (value, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in try TSTInfo(fields: &reader) }
    }
    self = value
    derBytes = bytes
  }

  private init(fields reader: inout DERReader) throws(DERError) {
    let version = try reader.field("version") { r throws(DERError) in try r.integer() }
    guard version == 1 else {
      throw reader.error(.constraint, found: "version \(version)", required: "1").inside("version")
    }
    policy = try reader.field("policy") { r throws(DERError) in try r.objectIdentifier() }
    imprint = try reader.read(MessageImprint.self, "messageImprint")
    serialNumber = try reader.read(SerialNumber.self, "serialNumber")
    genTime = try reader.read(TimestampTime.self, "genTime")
    accuracy = try reader.field("accuracy") { reader throws(DERError) in
      try reader.optional(.sequence) { r throws(DERError) in try r.read(TimestampAccuracy.self) }
    }
    ordering = try reader.field("ordering") { r throws(DERError) in try r.booleanDefaultFalse() }
    nonce = try reader.field("nonce") { reader throws(DERError) in
      try reader.optional(.integer) { r throws(DERError) in try r.read(SerialNumber.self) }
    }
    tsa = try reader.field("tsa") { reader throws(DERError) in
      try reader.optionalExplicit(0) { r throws(DERError) in try r.read(GeneralName.self) }
    }
    extensions = try reader.field("extensions") { reader throws(DERError) in
      try reader.optional(Self.extensionsTag) { r throws(DERError) in
        try r.sequence(tag: Self.extensionsTag, atLeast: 1, of: Extension.self)
      } ?? []
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.integer(1)
      writer.objectIdentifier(policy)
      writer.write(imprint)
      writer.write(serialNumber)
      writer.write(genTime)
      if let accuracy { writer.write(accuracy) }
      writer.booleanDefaultFalse(ordering)
      if let nonce { writer.write(nonce) }
      if let tsa { writer.explicit(0) { $0.write(tsa) } }
      if !extensions.isEmpty { writer.sequence(tag: Self.extensionsTag, of: extensions) }
    }
  }
}

/// A digest with the algorithm that made it.
public struct MessageImprint: Sendable, Hashable, DERCodable {
  public let algorithm: AlgorithmIdentifier
  public let digest: [UInt8]

  public init(algorithm: AlgorithmIdentifier, digest: [UInt8]) {
    self.algorithm = algorithm
    self.digest = digest
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      MessageImprint(
        algorithm: try reader.read(AlgorithmIdentifier.self, "hashAlgorithm"),
        digest: try reader.field("hashedMessage") { r throws(DERError) in try r.octetString() })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(algorithm)
      writer.octetString(digest)
    }
  }
}

/// How far genTime may be from UTC, on either side. Seconds alone are written here; what others write finer is read.
public struct TimestampAccuracy: Sendable, Hashable, DERCodable {
  public let seconds: Int
  public let milliseconds: Int
  public let microseconds: Int

  public init(seconds: Int, milliseconds: Int = 0, microseconds: Int = 0) {
    self.seconds = seconds
    self.milliseconds = milliseconds
    self.microseconds = microseconds
  }

  private static let milliTag = DERTag.context(0, constructed: false)
  private static let microTag = DERTag.context(1, constructed: false)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      TimestampAccuracy(
        seconds: try reader.optional(.integer) { r throws(DERError) in try r.nonNegativeInteger() } ?? 0,
        milliseconds: try reader.thousandths(Self.milliTag), microseconds: try reader.thousandths(Self.microTag))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if seconds != 0 { writer.integer(Int64(seconds)) }
      if milliseconds != 0 { writer.integer(Int64(milliseconds), tag: Self.milliTag) }
      if microseconds != 0 { writer.integer(Int64(microseconds), tag: Self.microTag) }
    }
  }
}

extension DERReader {
  /// INTEGER (1..999) OPTIONAL; 0 where it is absent.
  fileprivate mutating func thousandths(_ tag: DERTag) throws(DERError) -> Int {
    guard next(is: tag) else { return 0 }
    let start = self
    let value = try nonNegativeInteger(tag: tag)
    guard (1...999).contains(value) else {
      throw start.error(.constraint, found: "\(value)", required: "1 to 999")
    }
    return value
  }
}
