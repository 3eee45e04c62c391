public import DER

/// RFC 5280, 4.2.1.4. A policy named twice is a fact for a rule.
public struct CertificatePolicies: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 32)
  public let policies: [PolicyInformation]

  public init(_ policies: [PolicyInformation]) { self.policies = policies }

  /// The identifiers alone.
  public var identifiers: [ObjectIdentifier] { policies.map(\.identifier) }

  public init(from reader: inout DERReader) throws(DERError) {
    policies = try reader.sequence(atLeast: 1, of: PolicyInformation.self)
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: policies)
  }
}

public struct PolicyInformation: Sendable, Hashable, DERCodable {
  public let identifier: ObjectIdentifier
  /// None where the field is absent.
  public let qualifiers: [PolicyQualifier]

  public init(_ identifier: ObjectIdentifier, qualifiers: [PolicyQualifier] = []) {
    self.identifier = identifier
    self.qualifiers = qualifiers
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let identifier = try reader.objectIdentifier()
      guard !reader.isAtEnd else { return PolicyInformation(identifier) }
      let qualifiers = try reader.field("qualifiers") { r throws(DERError) in
        try r.sequence(atLeast: 1, of: PolicyQualifier.self)
      }
      return PolicyInformation(identifier, qualifiers: qualifiers)
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(identifier)
      if !qualifiers.isEmpty { writer.sequence(of: qualifiers) }
    }
  }
}

public enum PolicyQualifier: Sendable, Hashable, DERCodable {
  /// Address of the certification practice statement: IA5.
  case practiceStatement(String)
  case userNotice(UserNotice)
  /// The qualifier is one DER value.
  case other(ObjectIdentifier, qualifier: [UInt8])

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let identifier = try reader.objectIdentifier()
      return switch identifier {
      case .cpsQualifier: .practiceStatement(try reader.characterString(.ia5).text)
      case .userNoticeQualifier: .userNotice(try reader.read(UserNotice.self, "userNotice"))
      default: .other(identifier, qualifier: try reader.any())
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      switch self {
      case .practiceStatement(let uri):
        writer.objectIdentifier(.cpsQualifier)
        writer.primitive(CharacterString.Kind.ia5.tag, Array(uri.utf8))
      case .userNotice(let notice):
        writer.objectIdentifier(.userNoticeQualifier)
        writer.write(notice)
      case .other(let identifier, let qualifier):
        writer.objectIdentifier(identifier)
        writer.raw(qualifier)
      }
    }
  }
}

public struct UserNotice: Sendable, Hashable, DERCodable {
  public struct Reference: Sendable, Hashable {
    public let organization: CharacterString
    public let numbers: [Int64]

    public init(organization: CharacterString, numbers: [Int64]) {
      self.organization = organization
      self.numbers = numbers
    }
  }

  public let reference: Reference?
  public let explicitText: CharacterString?

  public init(reference: Reference? = nil, explicitText: CharacterString?) {
    self.reference = reference
    self.explicitText = explicitText
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let reference = try reader.optional(.sequence) { r throws(DERError) in
        try r.sequence { r throws(DERError) in
          Reference(
            organization: try r.displayText(),
            numbers: try r.sequence(atLeast: 0) { r throws(DERError) in try r.integer() })
        }
      }
      return UserNotice(reference: reference, explicitText: reader.isAtEnd ? nil : try reader.displayText())
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if let reference {
        writer.sequence { writer in
          writer.characterString(reference.organization)
          writer.sequence(of: reference.numbers) { $1.integer($0) }
        }
      }
      if let explicitText { writer.characterString(explicitText) }
    }
  }
}

extension DERReader {
  /// DisplayText of RFC 5280, 4.2.1.4: one of four kinds, 1 to 200 characters.
  fileprivate mutating func displayText() throws(DERError) -> CharacterString {
    let start = self
    let string = try characterString()
    guard [.ia5, .visible, .bmp, .utf8].contains(string.kind) else {
      throw start.error(.constraint, found: "\(string.kind.tag)", required: "IA5, Visible, BMP or UTF8String")
    }
    let count = string.text.unicodeScalars.count
    guard (1...200).contains(count) else {
      throw start.error(.constraint, found: "\(count) characters", required: "1 to 200")
    }
    return string
  }
}

/// RFC 5280, 4.2.1.5.
public struct PolicyMappings: CertificateExtension {
  public struct Mapping: Sendable, Hashable {
    public let issuerDomainPolicy: ObjectIdentifier
    public let subjectDomainPolicy: ObjectIdentifier

    public init(issuerDomainPolicy: ObjectIdentifier, subjectDomainPolicy: ObjectIdentifier) {
      self.issuerDomainPolicy = issuerDomainPolicy
      self.subjectDomainPolicy = subjectDomainPolicy
    }
  }

  public static let oid = ObjectIdentifier(2, 5, 29, 33)
  public let mappings: [Mapping]

  public init(_ mappings: [Mapping]) { self.mappings = mappings }

  public init(from reader: inout DERReader) throws(DERError) {
    mappings = try reader.sequence(atLeast: 1) { reader throws(DERError) in
      try reader.sequence { r throws(DERError) in
        Mapping(issuerDomainPolicy: try r.objectIdentifier(), subjectDomainPolicy: try r.objectIdentifier())
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: mappings) { mapping, writer in
      writer.sequence { writer in
        writer.objectIdentifier(mapping.issuerDomainPolicy)
        writer.objectIdentifier(mapping.subjectDomainPolicy)
      }
    }
  }
}

/// RFC 5280, 4.2.1.11: at least one of the two.
public struct PolicyConstraints: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 36)
  public let requireExplicitPolicy: Int?
  public let inhibitPolicyMapping: Int?

  public init(requireExplicitPolicy: Int?, inhibitPolicyMapping: Int?) {
    self.requireExplicitPolicy = requireExplicitPolicy
    self.inhibitPolicyMapping = inhibitPolicyMapping
  }

  private static let requireTag = DERTag.context(0, constructed: false)
  private static let inhibitTag = DERTag.context(1, constructed: false)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      guard !reader.isAtEnd else {
        throw reader.error(.constraint, found: "an empty sequence", required: "at least one field")
      }
      return PolicyConstraints(
        requireExplicitPolicy: try reader.optional(Self.requireTag) { r throws(DERError) in
          try r.nonNegativeInteger(tag: Self.requireTag)
        },
        inhibitPolicyMapping: try reader.optional(Self.inhibitTag) { r throws(DERError) in
          try r.nonNegativeInteger(tag: Self.inhibitTag)
        })
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if let requireExplicitPolicy { writer.integer(Int64(requireExplicitPolicy), tag: Self.requireTag) }
      if let inhibitPolicyMapping { writer.integer(Int64(inhibitPolicyMapping), tag: Self.inhibitTag) }
    }
  }
}

/// RFC 5280, 4.2.1.14.
public struct InhibitAnyPolicy: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 54)
  public let skipCertificates: Int

  public init(skipCertificates: Int) { self.skipCertificates = skipCertificates }

  public init(from reader: inout DERReader) throws(DERError) {
    skipCertificates = try reader.nonNegativeInteger()
  }

  public func write(to writer: inout DERWriter) {
    writer.integer(Int64(skipCertificates))
  }
}
