public import DER

/// RFC 5280, 4.2.1.6. Texts are IA5: ASCII alone; others make an encoding that the reader refuses.
public enum GeneralName: Sendable, Hashable {
  /// The value is one DER value.
  case otherName(ObjectIdentifier, value: [UInt8])
  case rfc822Name(String)
  case dnsName(String)
  /// The whole element, not looked into.
  case x400Address([UInt8])
  case directoryName(Name)
  /// The whole element, not looked into.
  case ediPartyName([UInt8])
  case uri(String)
  /// 4 or 16 bytes; 8 or 32, address and mask, in name constraints.
  case ipAddress([UInt8])
  case registeredID(ObjectIdentifier)
}

extension GeneralName: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    guard let form = reader.nextTag, GeneralName.forms.contains(form) else {
      throw reader.error(.unexpectedTag, found: "no form of GeneralName", required: "[0] to [8]")
    }
    self = try reader.field(GeneralName.labels[Int(form.number)]) { reader throws(DERError) in
      switch form.number {
      case 0:
        try reader.sequence(tag: form) { reader throws(DERError) in
          .otherName(
            try reader.objectIdentifier(), value: try reader.explicit(0) { r throws(DERError) in try r.any() })
        }
      case 1: .rfc822Name(try reader.characterString(.ia5, tag: form).text)
      case 2: .dnsName(try reader.characterString(.ia5, tag: form).text)
      case 3: .x400Address(try reader.any())
      case 4: .directoryName(try reader.explicit(4) { r throws(DERError) in try r.read(Name.self) })
      case 5: .ediPartyName(try reader.any())
      case 6: .uri(try reader.characterString(.ia5, tag: form).text)
      case 7: .ipAddress(try reader.octetString(tag: form))
      default: .registeredID(try reader.objectIdentifier(tag: form))
      }
    }
  }

  public func write(to writer: inout DERWriter) {
    switch self {
    case .otherName(let type, let value):
      writer.sequence(tag: GeneralName.forms[0]) { writer in
        writer.objectIdentifier(type)
        writer.explicit(0) { $0.raw(value) }
      }
    case .rfc822Name(let text): writer.primitive(GeneralName.forms[1], Array(text.utf8))
    case .dnsName(let text): writer.primitive(GeneralName.forms[2], Array(text.utf8))
    case .x400Address(let bytes), .ediPartyName(let bytes): writer.raw(bytes)
    case .directoryName(let name): writer.explicit(4) { $0.write(name) }
    case .uri(let text): writer.primitive(GeneralName.forms[6], Array(text.utf8))
    case .ipAddress(let bytes): writer.octetString(bytes, tag: GeneralName.forms[7])
    case .registeredID(let identifier): writer.objectIdentifier(identifier, tag: GeneralName.forms[8])
    }
  }

  /// The tag of each form, by its number.
  private static let forms = [true, false, false, true, true, true, false, false, false].enumerated()
    .map { DERTag.context(UInt32($0.offset), constructed: $0.element) }

  private static let labels = [
    "otherName", "rfc822Name", "dNSName", "x400Address", "directoryName", "ediPartyName", "uniformResourceIdentifier",
    "iPAddress", "registeredID",
  ]
}

extension GeneralName: CustomStringConvertible {
  public var description: String {
    switch self {
    case .otherName(let type, let value): "otherName:\(type)=#\(hex(value))"
    case .rfc822Name(let text): "email:\(text)"
    case .dnsName(let text): "DNS:\(text)"
    case .x400Address(let bytes): "x400Address:#\(hex(bytes))"
    case .directoryName(let name): "directory:\(name)"
    case .ediPartyName(let bytes): "ediPartyName:#\(hex(bytes))"
    case .uri(let text): "URI:\(text)"
    case .ipAddress(let bytes): "IP:\(hex(bytes))"
    case .registeredID(let identifier): "RID:\(identifier)"
    }
  }
}

extension GeneralName {
  /// Requires the address form of a name where it is an address.
  func checkAddress(lengths: Set<Int>, _ reader: borrowing DERReader) throws(DERError) {
    guard case .ipAddress(let bytes) = self, !lengths.contains(bytes.count) else { return }
    throw reader.error(
      .constraint, found: "an address of \(bytes.count) bytes",
      required: lengths.sorted().map { String($0) }.joined(separator: " or "))
  }
}

/// RFC 5280, 4.2.1.6: at least one name, addresses of 4 or 16 bytes.
public struct SubjectAlternativeName: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 17)
  public let names: [GeneralName]

  public init(_ names: [GeneralName]) { self.names = names }

  public init(from reader: inout DERReader) throws(DERError) {
    names = try reader.alternativeNames()
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: names)
  }
}

/// RFC 5280, 4.2.1.7.
public struct IssuerAlternativeName: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 5, 29, 18)
  public let names: [GeneralName]

  public init(_ names: [GeneralName]) { self.names = names }

  public init(from reader: inout DERReader) throws(DERError) {
    names = try reader.alternativeNames()
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: names)
  }
}

extension DERReader {
  fileprivate mutating func alternativeNames() throws(DERError) -> [GeneralName] {
    try sequence(atLeast: 1) { reader throws(DERError) in
      let name = try reader.read(GeneralName.self)
      try name.checkAddress(lengths: [4, 16], reader)
      return name
    }
  }
}
