public import DER

/// One attribute of a name.
public struct AttributeTypeAndValue: Sendable, Hashable {
  private enum Content: Hashable {
    case string(CharacterString)
    case other([UInt8])
  }

  public let type: ObjectIdentifier
  private let content: Content

  public init(_ type: ObjectIdentifier, _ string: CharacterString) {
    self.type = type
    content = .string(string)
  }

  /// The text with its ASN.1 type; nil where the value is no character string.
  public var string: CharacterString? {
    if case .string(let string) = content { string } else { nil }
  }

  /// The whole DER value.
  public var value: [UInt8] {
    switch content {
    case .string(let string):
      var writer = DERWriter()
      writer.characterString(string)
      return writer.bytes
    case .other(let bytes): return bytes
    }
  }
}

extension AttributeTypeAndValue: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let type = try reader.objectIdentifier()
      return try reader.field("\(type)") { reader throws(DERError) in
        let isString = reader.nextTag.map { CharacterString.Kind(tag: $0) != nil } ?? false
        let content: Content = isString ? .string(try reader.characterString()) : .other(try reader.any())
        return AttributeTypeAndValue(type: type, content: content)
      }
    }
  }

  private init(type: ObjectIdentifier, content: Content) {
    self.type = type
    self.content = content
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(type)
      switch content {
      case .string(let string): writer.characterString(string)
      case .other(let bytes): writer.raw(bytes)
      }
    }
  }
}

/// A distinguished name. Two names are equal where their encodings are.
public struct Name: Sendable, Hashable {
  /// Relative distinguished names in the order of the encoding; each has at least one attribute.
  public let rdns: [[AttributeTypeAndValue]]
  /// The encoding, for comparison byte by byte with the name in another certificate.
  public let derBytes: [UInt8]

  /// One attribute to each relative name, in order. An empty relative name has no encoding and is left out.
  public init(rdns: [[AttributeTypeAndValue]]) {
    self.rdns = rdns.filter { !$0.isEmpty }
    var writer = DERWriter()
    Name.write(self.rdns, to: &writer)
    derBytes = writer.bytes
  }

  /// The common form: each attribute is a relative name of its own.
  public init(_ attributes: [AttributeTypeAndValue]) {
    self.init(rdns: attributes.map { [$0] })
  }

  public init(der: [UInt8]) throws(X509Error) {
    self = try Name.decoded(der)
  }

  public var isEmpty: Bool { rdns.isEmpty }

  /// All attributes in the order of the encoding.
  public var attributes: [AttributeTypeAndValue] { rdns.flatMap { $0 } }

  /// The values of an attribute type that are character strings.
  public func values(of type: ObjectIdentifier) -> [CharacterString] {
    attributes.filter { $0.type == type }.compactMap(\.string)
  }
}

extension Name: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let (rdns, bytes) = try reader.withBytes { reader throws(DERError) in
      try reader.sequence(atLeast: 0) { reader throws(DERError) in
        try reader.set(atLeast: 1, of: AttributeTypeAndValue.self)
      }
    }
    self.rdns = rdns
    derBytes = bytes
  }

  public func write(to writer: inout DERWriter) {
    Name.write(rdns, to: &writer)
  }

  private static func write(_ rdns: [[AttributeTypeAndValue]], to writer: inout DERWriter) {
    writer.sequence(of: rdns) { rdn, writer in writer.set(of: rdn) }
  }
}

extension Name: CustomStringConvertible {
  /// The form of RFC 4514: last relative name first. Attribute types without a short name stand in dotted form.
  public var description: String {
    rdns.reversed().map { $0.map(\.description).joined(separator: "+") }.joined(separator: ",")
  }
}

extension AttributeTypeAndValue: CustomStringConvertible {
  public var description: String {
    guard let label = AttributeTypeAndValue.labels[type], let string else { return "\(type)=#\(hex(value))" }
    return "\(label)=\(AttributeTypeAndValue.escape(string.text))"
  }

  private static let labels: [ObjectIdentifier: String] = [
    .commonName: "CN", .localityName: "L", .stateOrProvinceName: "ST", .organizationName: "O",
    .organizationalUnitName: "OU", .countryName: "C", .streetAddress: "STREET", .domainComponent: "DC",
    .userID: "UID", .surname: "SN", .givenName: "GN", .serialNumber: "serialNumber", .title: "title",
    .pseudonym: "pseudonym", .initials: "initials", .generationQualifier: "generationQualifier",
    .dnQualifier: "dnQualifier", .organizationIdentifier: "organizationIdentifier", .emailAddress: "emailAddress",
  ]

  /// RFC 4514, 2.4. Control characters are escaped too, so that a name cannot forge a line of a log.
  private static func escape(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for (index, scalar) in scalars.enumerated() {
      let atEdge = index == 0 || index == scalars.count - 1
      if scalar.properties.generalCategory == .control {
        result += String(scalar).utf8.map { "\\\(hex([$0]))" }.joined()
      } else if "\"+,;<>\\".unicodeScalars.contains(scalar) || (scalar == " " && atEdge)
        || (scalar == "#" && index == 0)
      {
        result += "\\\(scalar)"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
