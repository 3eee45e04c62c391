public import DER

/// Reasons for revocation as a set (RFC 5280, 4.2.1.13). Bit n is the standard's bit n.
public struct ReasonFlags: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let keyCompromise = ReasonFlags(rawValue: 1 << 1)
  public static let cACompromise = ReasonFlags(rawValue: 1 << 2)
  public static let affiliationChanged = ReasonFlags(rawValue: 1 << 3)
  public static let superseded = ReasonFlags(rawValue: 1 << 4)
  public static let cessationOfOperation = ReasonFlags(rawValue: 1 << 5)
  public static let certificateHold = ReasonFlags(rawValue: 1 << 6)
  public static let privilegeWithdrawn = ReasonFlags(rawValue: 1 << 7)
  public static let aACompromise = ReasonFlags(rawValue: 1 << 8)
}

/// RFC 5280, 4.2.1.13: it has a name or a CRL issuer.
public struct DistributionPoint: Sendable, Hashable, DERCodable {
  public enum PointName: Sendable, Hashable {
    case fullName([GeneralName])
    case relativeToIssuer([AttributeTypeAndValue])
  }

  public let name: PointName?
  public let reasons: ReasonFlags?
  /// None where the field is absent.
  public let crlIssuer: [GeneralName]

  public init(name: PointName?, reasons: ReasonFlags? = nil, crlIssuer: [GeneralName] = []) {
    self.name = name
    self.reasons = reasons
    self.crlIssuer = crlIssuer
  }

  /// The common form: where to fetch the list.
  public init(uri: String) {
    self.init(name: .fullName([.uri(uri)]))
  }

  private static let fullNameTag = DERTag.context(0, constructed: true)
  private static let relativeTag = DERTag.context(1, constructed: true)
  private static let reasonsTag = DERTag.context(1, constructed: false)
  private static let issuerTag = DERTag.context(2, constructed: true)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let name = try reader.optionalExplicit(0) { r throws(DERError) in try Self.readName(&r) }
      let reasons = try reader.optional(Self.reasonsTag) { r throws(DERError) in
        ReasonFlags(rawValue: try r.namedBits(tag: Self.reasonsTag, within: 0x1FF))
      }
      let issuer = try reader.optional(Self.issuerTag) { r throws(DERError) in
        try r.sequence(tag: Self.issuerTag, atLeast: 1, of: GeneralName.self)
      }
      guard name != nil || issuer != nil else {
        throw reader.error(.constraint, found: "neither name nor CRL issuer", required: "one of them")
      }
      return DistributionPoint(name: name, reasons: reasons, crlIssuer: issuer ?? [])
    }
  }

  static func readName(_ reader: inout DERReader) throws(DERError) -> PointName {
    if reader.next(is: relativeTag) {
      return .relativeToIssuer(try reader.set(tag: relativeTag, atLeast: 1, of: AttributeTypeAndValue.self))
    }
    return .fullName(try reader.sequence(tag: fullNameTag, atLeast: 1, of: GeneralName.self))
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if let name { writer.explicit(0) { Self.write(name, to: &$0) } }
      if let reasons { writer.bitString(BitString(namedBits: reasons.rawValue), tag: Self.reasonsTag) }
      if !crlIssuer.isEmpty { writer.sequence(tag: Self.issuerTag, of: crlIssuer) }
    }
  }

  static func write(_ name: PointName, to writer: inout DERWriter) {
    switch name {
    case .fullName(let names): writer.sequence(tag: fullNameTag, of: names)
    case .relativeToIssuer(let rdn): writer.set(tag: relativeTag, of: rdn)
    }
  }
}

extension [DistributionPoint] {
  /// The addresses under full names, in order.
  fileprivate var uris: [String] {
    flatMap { point -> [String] in
      guard case .fullName(let names) = point.name else { return [] }
      return names.compactMap { if case .uri(let uri) = $0 { uri } else { nil } }
    }
  }
}

/// What both extensions with places of lists have in common.
public protocol DistributionPointList: CertificateExtension {
  var points: [DistributionPoint] { get }
  init(_ points: [DistributionPoint])
}

extension DistributionPointList {
  public var uris: [String] { points.uris }

  public init(from reader: inout DERReader) throws(DERError) {
    self.init(try reader.sequence(atLeast: 1, of: DistributionPoint.self))
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: points)
  }
}

/// RFC 5280, 4.2.1.13.
public struct CRLDistributionPoints: DistributionPointList {
  public static let oid = ObjectIdentifier(2, 5, 29, 31)
  public let points: [DistributionPoint]

  public init(_ points: [DistributionPoint]) { self.points = points }
}

/// RFC 5280, 4.2.1.15.
public struct FreshestCRL: DistributionPointList {
  public static let oid = ObjectIdentifier(2, 5, 29, 46)
  public let points: [DistributionPoint]

  public init(_ points: [DistributionPoint]) { self.points = points }
}

/// RFC 5280, 4.2.2.1: how and where to get something about the issuer or the subject.
public struct AccessDescription: Sendable, Hashable, DERCodable {
  public let method: ObjectIdentifier
  public let location: GeneralName

  public init(method: ObjectIdentifier, location: GeneralName) {
    self.method = method
    self.location = location
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      AccessDescription(method: try reader.objectIdentifier(), location: try reader.read(GeneralName.self))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(method)
      writer.write(location)
    }
  }
}

/// RFC 5280, 4.2.2.1.
public struct AuthorityInformationAccess: CertificateExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 1, 1)
  public let descriptions: [AccessDescription]

  public init(_ descriptions: [AccessDescription]) { self.descriptions = descriptions }

  /// The addresses given for a method, such as `.ocspAccess`.
  public func uris(for method: ObjectIdentifier) -> [String] {
    descriptions.compactMap { description in
      guard description.method == method, case .uri(let uri) = description.location else { return nil }
      return uri
    }
  }

  public init(from reader: inout DERReader) throws(DERError) {
    descriptions = try reader.sequence(atLeast: 1, of: AccessDescription.self)
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: descriptions)
  }
}

/// RFC 5280, 4.2.2.2.
public struct SubjectInformationAccess: CertificateExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 1, 11)
  public let descriptions: [AccessDescription]

  public init(_ descriptions: [AccessDescription]) { self.descriptions = descriptions }

  public init(from reader: inout DERReader) throws(DERError) {
    descriptions = try reader.sequence(atLeast: 1, of: AccessDescription.self)
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: descriptions)
  }
}
