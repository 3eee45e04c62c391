public import DER

/// qcStatements of RFC 3739, 3.2.6 with the statements of EN 319 412-5 V2.6.1.
///
/// A statement that is malformed does not spoil the others: it stands in the list as such.
public struct QCStatements: CertificateExtension {
  public static let oid = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 1, 3)
  public let statements: [QCStatement]

  public init(_ statements: [QCStatement]) { self.statements = statements }

  public init(from reader: inout DERReader) throws(DERError) {
    statements = try reader.sequence(atLeast: 1, of: QCStatement.self)
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence(of: statements)
  }

  /// All statements with an identifier, malformed ones included.
  public func statements(_ id: ObjectIdentifier) -> [QCStatement] { statements.filter { $0.id == id } }

  public func contains(_ id: ObjectIdentifier) -> Bool { !statements(id).isEmpty }
}

extension ObjectIdentifier {
  public static let qcCompliance = ObjectIdentifier(0, 4, 0, 1862, 1, 1)
  public static let qcLimitValue = ObjectIdentifier(0, 4, 0, 1862, 1, 2)
  public static let qcRetentionPeriod = ObjectIdentifier(0, 4, 0, 1862, 1, 3)
  public static let qcSSCD = ObjectIdentifier(0, 4, 0, 1862, 1, 4)
  public static let qcPDS = ObjectIdentifier(0, 4, 0, 1862, 1, 5)
  public static let qcType = ObjectIdentifier(0, 4, 0, 1862, 1, 6)
  public static let qcTypeESign = ObjectIdentifier(0, 4, 0, 1862, 1, 6, 1)
  public static let qcTypeESeal = ObjectIdentifier(0, 4, 0, 1862, 1, 6, 2)
  public static let qcTypeWeb = ObjectIdentifier(0, 4, 0, 1862, 1, 6, 3)
  public static let qcCClegislation = ObjectIdentifier(0, 4, 0, 1862, 1, 7)
  public static let qcIdentMethod = ObjectIdentifier(0, 4, 0, 1862, 1, 8)
  public static let qcQSCDlegislation = ObjectIdentifier(0, 4, 0, 1862, 1, 9)
  /// id-qcs-pkixQCSyntax-v2 of RFC 3739, which carries the semantics information.
  public static let qcSyntaxV2 = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 11, 2)
  /// TS 119 495, 5.1.
  public static let qcPSD2 = ObjectIdentifier(0, 4, 0, 19495, 2)
}

/// One statement: its identifier and what it says.
public enum QCStatement: Sendable, Hashable {
  case compliance
  case limitValue(QCLimitValue)
  /// Years after the end of the certificate.
  case retentionPeriod(years: Int64)
  case sscd
  case pds([QCPDSLocation])
  case type([ObjectIdentifier])
  /// Country codes.
  case ccLegislation([String])
  case identMethod([ObjectIdentifier])
  /// Country codes.
  case qscdLegislation([String])
  case semantics(QCSemantics)
  case psd2(PSD2Statement)
  /// A statement that this module does not know, with its statementInfo as one DER value.
  case unknown(ObjectIdentifier, info: [UInt8]?)
  /// A known statement whose statementInfo is not what the standard says.
  case malformed(ObjectIdentifier, info: [UInt8]?, X509Error)

  public var id: ObjectIdentifier {
    switch self {
    case .compliance: .qcCompliance
    case .limitValue: .qcLimitValue
    case .retentionPeriod: .qcRetentionPeriod
    case .sscd: .qcSSCD
    case .pds: .qcPDS
    case .type: .qcType
    case .ccLegislation: .qcCClegislation
    case .identMethod: .qcIdentMethod
    case .qscdLegislation: .qcQSCDlegislation
    case .semantics: .qcSyntaxV2
    case .psd2: .qcPSD2
    case .unknown(let id, _), .malformed(let id, _, _): id
    }
  }
}

extension QCStatement: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let (id, info) = try reader.sequence { reader throws(DERError) in
      let id = try reader.objectIdentifier()
      let info = reader.isAtEnd ? nil : try reader.field("\(id)") { r throws(DERError) in try r.any() }
      return (id, info)
    }
    do { self = try QCStatement(id, info) } catch {
      self = .malformed(id, info: info, X509Error(structure: "QCStatement \(id)", cause: error))
    }
  }

  private init(_ id: ObjectIdentifier, _ info: [UInt8]?) throws(DERError) {
    guard let info else {
      self = try QCStatement(withoutInfo: id)
      return
    }
    self = try DERReader.decode(info[...]) { reader throws(DERError) in
      switch id {
      case .qcCompliance, .qcSSCD:
        throw reader.error(.constraint, found: "a statementInfo", required: "none")
      case .qcLimitValue: .limitValue(try reader.read(QCLimitValue.self))
      case .qcRetentionPeriod: .retentionPeriod(years: try reader.integer())
      case .qcPDS: .pds(try reader.sequence(atLeast: 1, of: QCPDSLocation.self))
      case .qcType: .type(try reader.objectIdentifiers())
      case .qcCClegislation: .ccLegislation(try reader.countryCodes())
      case .qcIdentMethod: .identMethod(try reader.objectIdentifiers())
      case .qcQSCDlegislation: .qscdLegislation(try reader.countryCodes())
      case .qcSyntaxV2: .semantics(try reader.read(QCSemantics.self))
      case .qcPSD2: .psd2(try reader.read(PSD2Statement.self))
      default: .unknown(id, info: try reader.any())
      }
    }
  }

  private init(withoutInfo id: ObjectIdentifier) throws(DERError) {
    switch id {
    case .qcCompliance: self = .compliance
    case .qcSSCD: self = .sscd
    case .qcLimitValue, .qcRetentionPeriod, .qcPDS, .qcType, .qcCClegislation, .qcIdentMethod, .qcQSCDlegislation,
      .qcSyntaxV2, .qcPSD2:
      throw DERError(.constraint, found: "no statementInfo", required: "one", offset: 0)
    default: self = .unknown(id, info: nil)
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.objectIdentifier(id)
      switch self {
      case .compliance, .sscd: break
      case .limitValue(let value): writer.write(value)
      case .retentionPeriod(let years): writer.integer(years)
      case .pds(let locations): writer.sequence(of: locations)
      case .type(let identifiers), .identMethod(let identifiers):
        writer.sequence(of: identifiers) { $1.objectIdentifier($0) }
      case .ccLegislation(let codes), .qscdLegislation(let codes):
        writer.sequence(of: codes) { $1.primitive(CharacterString.Kind.printable.tag, Array($0.utf8)) }
      case .semantics(let semantics): writer.write(semantics)
      case .psd2(let statement): writer.write(statement)
      case .unknown(_, let info), .malformed(_, let info, _): writer.raw(info ?? [])
      }
    }
  }
}

extension DERReader {
  /// A PrintableString of exactly `count` characters.
  mutating func code(of count: Int) throws(DERError) -> String {
    let start = self
    let text = try characterString(.printable).text
    guard text.utf8.count == count else {
      throw start.error(.constraint, found: "\(text.utf8.count) characters", required: "\(count)")
    }
    return text
  }

  fileprivate mutating func countryCodes() throws(DERError) -> [String] {
    try sequence(atLeast: 1) { r throws(DERError) in try r.code(of: 2) }
  }

  fileprivate mutating func objectIdentifiers() throws(DERError) -> [ObjectIdentifier] {
    try sequence(atLeast: 1) { r throws(DERError) in try r.objectIdentifier() }
  }
}
