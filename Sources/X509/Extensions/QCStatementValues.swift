public import DER

/// QcLimitValue of EN 319 412-5, 4.3.2: amount times ten to the exponent, in a currency of ISO 4217.
public struct QCLimitValue: Sendable, Hashable, DERCodable {
  public enum Currency: Sendable, Hashable {
    /// Three letters.
    case alphabetic(String)
    /// 1 to 999.
    case numeric(Int64)
  }

  public let currency: Currency
  public let amount: Int64
  public let exponent: Int64

  public init(currency: Currency, amount: Int64, exponent: Int64) {
    self.currency = currency
    self.amount = amount
    self.exponent = exponent
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      QCLimitValue(
        currency: try Self.readCurrency(&reader), amount: try reader.integer(), exponent: try reader.integer())
    }
  }

  private static func readCurrency(_ reader: inout DERReader) throws(DERError) -> Currency {
    guard reader.next(is: .integer) else { return .alphabetic(try reader.code(of: 3)) }
    let start = reader
    let number = try reader.integer()
    guard (1...999).contains(number) else {
      throw start.error(.constraint, found: "currency \(number)", required: "1 to 999")
    }
    return .numeric(number)
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      switch currency {
      case .alphabetic(let code): writer.primitive(CharacterString.Kind.printable.tag, Array(code.utf8))
      case .numeric(let number): writer.integer(number)
      }
      writer.integer(amount)
      writer.integer(exponent)
    }
  }
}

/// One PDS location of EN 319 412-5, 4.3.4.
public struct QCPDSLocation: Sendable, Hashable, DERCodable {
  /// IA5.
  public let url: String
  /// Two letters of ISO 639-1.
  public let language: String

  public init(url: String, language: String) {
    self.url = url
    self.language = language
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      QCPDSLocation(url: try reader.characterString(.ia5).text, language: try reader.code(of: 2))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.primitive(CharacterString.Kind.ia5.tag, Array(url.utf8))
      writer.primitive(CharacterString.Kind.printable.tag, Array(language.utf8))
    }
  }
}

/// SemanticsInformation of RFC 3739, 3.2.6.1: at least one of its fields.
public struct QCSemantics: Sendable, Hashable, DERCodable {
  public let identifier: ObjectIdentifier?
  /// None where the field is absent.
  public let nameRegistrationAuthorities: [GeneralName]

  public init(identifier: ObjectIdentifier?, nameRegistrationAuthorities: [GeneralName] = []) {
    self.identifier = identifier
    self.nameRegistrationAuthorities = nameRegistrationAuthorities
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      guard !reader.isAtEnd else {
        throw reader.error(.constraint, found: "an empty sequence", required: "at least one field")
      }
      return QCSemantics(
        identifier: try reader.optional(.objectIdentifier) { r throws(DERError) in try r.objectIdentifier() },
        nameRegistrationAuthorities: reader.isAtEnd ? [] : try reader.sequence(atLeast: 1, of: GeneralName.self))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      if let identifier { writer.objectIdentifier(identifier) }
      if !nameRegistrationAuthorities.isEmpty { writer.sequence(of: nameRegistrationAuthorities) }
    }
  }
}

/// The PSD2 statement of TS 119 495, 5.1.
public struct PSD2Statement: Sendable, Hashable, DERCodable {
  public struct Role: Sendable, Hashable {
    public let id: ObjectIdentifier
    public let name: String

    public init(id: ObjectIdentifier, name: String) {
      self.id = id
      self.name = name
    }
  }

  public let roles: [Role]
  public let authorityName: String
  public let authorityID: String

  public init(roles: [Role], authorityName: String, authorityID: String) {
    self.roles = roles
    self.authorityName = authorityName
    self.authorityID = authorityID
  }

  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      let roles = try reader.sequence(atLeast: 1) { reader throws(DERError) in
        try reader.sequence { r throws(DERError) in
          Role(id: try r.objectIdentifier(), name: try r.characterString(.utf8).text)
        }
      }
      return PSD2Statement(
        roles: roles, authorityName: try reader.characterString(.utf8).text,
        authorityID: try reader.characterString(.utf8).text)
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.sequence(of: roles) { role, writer in
        writer.sequence { writer in
          writer.objectIdentifier(role.id)
          writer.characterString(CharacterString(utf8: role.name))
        }
      }
      writer.characterString(CharacterString(utf8: authorityName))
      writer.characterString(CharacterString(utf8: authorityID))
    }
  }
}
