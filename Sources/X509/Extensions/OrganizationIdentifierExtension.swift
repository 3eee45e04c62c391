public import DER

/// cabfOrganizationIdentifier of the EV Guidelines, 7.1.2.2: the registration behind the subject's organizationIdentifier.
public struct CABFOrganizationIdentifier: CertificateExtension {
  public static let oid = ObjectIdentifier(2, 23, 140, 3, 1)
  /// Three characters, such as `NTR`.
  public let scheme: String
  /// Two characters.
  public let country: String
  /// Nil where the registration is the whole country's.
  public let stateOrProvince: String?
  public let reference: String

  public init(scheme: String, country: String, stateOrProvince: String? = nil, reference: String) {
    self.scheme = scheme
    self.country = country
    self.stateOrProvince = stateOrProvince
    self.reference = reference
  }

  private static let stateTag = DERTag.context(0, constructed: false)

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      CABFOrganizationIdentifier(
        scheme: try reader.field("registrationSchemeIdentifier") { r throws(DERError) in
          try r.printable(lengths: 3...3)
        },
        country: try reader.field("registrationCountry") { r throws(DERError) in try r.printable(lengths: 2...2) },
        stateOrProvince: try reader.field("registrationStateOrProvince") { reader throws(DERError) in
          try reader.optional(Self.stateTag) { r throws(DERError) in
            try r.printable(lengths: 1...128, tag: Self.stateTag)
          }
        },
        reference: try reader.field("registrationReference") { r throws(DERError) in
          try r.characterString(.utf8).text
        })
    }
  }

  /// A text beyond PrintableString makes an encoding that the reader refuses.
  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.primitive(CharacterString.Kind.printable.tag, Array(scheme.utf8))
      writer.primitive(CharacterString.Kind.printable.tag, Array(country.utf8))
      if let stateOrProvince { writer.primitive(Self.stateTag, Array(stateOrProvince.utf8)) }
      writer.characterString(CharacterString(utf8: reference))
    }
  }
}

extension CABFOrganizationIdentifier {
  /// As the subject's organizationIdentifier is written: `NTRDE-HRB123456`, `NTRUS+CA-123`.
  public var text: String { scheme + country + (stateOrProvince.map { "+" + $0 } ?? "") + "-" + reference }
}

extension DERReader {
  fileprivate mutating func printable(
    lengths: ClosedRange<Int>, tag: DERTag = CharacterString.Kind.printable.tag
  ) throws(DERError) -> String {
    let start = self
    let text = try characterString(.printable, tag: tag).text
    guard lengths.contains(text.utf8.count) else {
      throw start.error(
        .constraint, found: "\(text.utf8.count) characters", required: "\(lengths.lowerBound) to \(lengths.upperBound)")
    }
    return text
  }
}
