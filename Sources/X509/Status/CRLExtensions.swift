public import DER

/// CRLReason of RFC 5280, 5.3.1. The number 7 is not used.
public enum CRLReason: Int, CertificateExtension, CaseIterable {
  public static let oid = ObjectIdentifier(2, 5, 29, 21)

  case unspecified = 0
  case keyCompromise = 1
  case cACompromise = 2
  case affiliationChanged = 3
  case superseded = 4
  case cessationOfOperation = 5
  case certificateHold = 6
  case removeFromCRL = 8
  case privilegeWithdrawn = 9
  case aACompromise = 10

  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    let number = try reader.integer(tag: .enumerated)
    guard let reason = Int(exactly: number).flatMap(CRLReason.init(rawValue:)) else {
      throw start.error(.constraint, found: "\(number)", required: "a reason: 0 to 6, or 8 to 10")
    }
    self = reason
  }

  public func write(to writer: inout DERWriter) { writer.integer(Int64(rawValue), tag: .enumerated) }
}

extension CRLReason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unspecified: "unspecified"
    case .keyCompromise: "keyCompromise"
    case .cACompromise: "cACompromise"
    case .affiliationChanged: "affiliationChanged"
    case .superseded: "superseded"
    case .cessationOfOperation: "cessationOfOperation"
    case .certificateHold: "certificateHold"
    case .removeFromCRL: "removeFromCRL"
    case .privilegeWithdrawn: "privilegeWithdrawn"
    case .aACompromise: "aACompromise"
    }
  }
}

/// An extension whose value is one GeneralizedTime.
public protocol TimeExtension: CertificateExtension {
  var time: Time { get }
  init(_ time: Time)
}

extension TimeExtension {
  public init(from reader: inout DERReader) throws(DERError) { self.init(try reader.generalizedTime()) }

  public func write(to writer: inout DERWriter) { writer.write(time.generalized) }
}

/// Since when the key is known or suspected to have been compromised (RFC 5280, 5.3.2).
public struct InvalidityDate: TimeExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 24)
  public let time: Time
  public init(_ time: Time) { self.time = time.generalized }
}

/// Revoked certificates that ended at this time or later stay in the list (X.509, 9.5.2.8).
public struct ExpiredCertificatesOnCRL: TimeExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 60)
  public let time: Time
  public init(_ time: Time) { self.time = time.generalized }
}

/// The number of a list among those of its issuer and scope (RFC 5280, 5.2.3): up to 20 octets.
public struct CRLNumber: CertificateExtension, Comparable {
  public static let oid = ObjectIdentifier(2, 5, 29, 20)
  /// Big-endian, without leading zeros; empty for 0.
  public let magnitude: [UInt8]

  public init(magnitude: some Collection<UInt8>) { self.magnitude = Array(magnitude.drop { $0 == 0 }) }

  public init(_ number: UInt64) {
    self.init(magnitude: stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt64($0)) })
  }

  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    magnitude = try reader.unsignedInteger()
    guard magnitude.count <= 20 else {
      throw start.error(.constraint, found: "\(magnitude.count) octets", required: "at most 20")
    }
  }

  public func write(to writer: inout DERWriter) { writer.unsignedInteger(magnitude) }

  public static func < (left: CRLNumber, right: CRLNumber) -> Bool {
    guard left.magnitude.count == right.magnitude.count else { return left.magnitude.count < right.magnitude.count }
    return left.magnitude.lexicographicallyPrecedes(right.magnitude)
  }
}

extension CRLNumber: CustomStringConvertible {
  /// Decimal up to 64 bits, and hexadecimal beyond.
  public var description: String {
    magnitude.count <= 8 ? "\(magnitude.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })" : "0x\(hex(magnitude))"
  }
}

/// What a list is about, and where it is (RFC 5280, 5.2.5).
public struct IssuingDistributionPoint: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 28)
  public let name: DistributionPoint.PointName?
  public let onlyContainsUserCertificates: Bool
  public let onlyContainsCACertificates: Bool
  public let onlySomeReasons: ReasonFlags?
  public let isIndirect: Bool
  public let onlyContainsAttributeCertificates: Bool

  public init(
    name: DistributionPoint.PointName? = nil, onlyContainsUserCertificates: Bool = false,
    onlyContainsCACertificates: Bool = false, onlySomeReasons: ReasonFlags? = nil, isIndirect: Bool = false,
    onlyContainsAttributeCertificates: Bool = false
  ) {
    self.name = name
    self.onlyContainsUserCertificates = onlyContainsUserCertificates
    self.onlyContainsCACertificates = onlyContainsCACertificates
    self.onlySomeReasons = onlySomeReasons
    self.isIndirect = isIndirect
    self.onlyContainsAttributeCertificates = onlyContainsAttributeCertificates
  }

  private static func tag(_ number: UInt32) -> DERTag { .context(number, constructed: false) }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      IssuingDistributionPoint(
        name: try reader.optionalExplicit(0) { r throws(DERError) in try DistributionPoint.readName(&r) },
        onlyContainsUserCertificates: try reader.booleanDefaultFalse(tag: Self.tag(1)),
        onlyContainsCACertificates: try reader.booleanDefaultFalse(tag: Self.tag(2)),
        onlySomeReasons: try reader.optional(Self.tag(3)) { r throws(DERError) in
          ReasonFlags(rawValue: try r.namedBits(tag: Self.tag(3), within: 0x1FF))
        },
        isIndirect: try reader.booleanDefaultFalse(tag: Self.tag(4)),
        onlyContainsAttributeCertificates: try reader.booleanDefaultFalse(tag: Self.tag(5)))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if let name { writer.explicit(0) { DistributionPoint.write(name, to: &$0) } }
      writer.booleanDefaultFalse(onlyContainsUserCertificates, tag: Self.tag(1))
      writer.booleanDefaultFalse(onlyContainsCACertificates, tag: Self.tag(2))
      if let onlySomeReasons { writer.bitString(BitString(namedBits: onlySomeReasons.rawValue), tag: Self.tag(3)) }
      writer.booleanDefaultFalse(isIndirect, tag: Self.tag(4))
      writer.booleanDefaultFalse(onlyContainsAttributeCertificates, tag: Self.tag(5))
    }
  }
}

extension Time {
  /// The same time as GeneralizedTime, whatever its year.
  public var generalized: Time { Time(secondsSinceEpoch: secondsSinceEpoch, encoding: .generalizedTime) ?? self }
}

extension DERReader {
  /// A GeneralizedTime where UTCTime has no place.
  mutating func generalizedTime() throws(DERError) -> Time {
    let start = self
    let time = try read(Time.self)
    guard time.encoding == .generalizedTime else {
      throw start.error(.badTime, found: "UTCTime", required: "GeneralizedTime")
    }
    return time
  }
}
