internal import Cryptography
public import Evidence

/// Key attributes that a PKCS#11 module returned, as a statement that can be kept and as claims.
///
/// The statement carries no signature. It is worth `attributes-live` only to the process that asked the module itself;
/// to everybody who is handed the document it is `asserted`, whatever the document says (attestation reference,
/// section 9: one edit of a token's file makes an import look generated).
public struct PKCS11Attributes: Sendable, Hashable {
  public let attributes: KeyAttributes
  private let evidenceClass: EvidenceClass

  /// The attributes that this process has just read from the token.
  public init(readLive attributes: KeyAttributes) {
    self.attributes = attributes
    evidenceClass = .attributesLive
  }

  /// A statement that somebody sent, or that was kept.
  public init(received statement: JSONValue) throws(AttestationError) {
    attributes = try Self.parse(statement)
    evidenceClass = .asserted
  }

  /// The claims, each as good as the way by which the attributes came.
  public func appraise() -> AttestedKey {
    AttestedKey(
      spkiSHA256: Hash.digest(attributes.spki), format: Self.name, evidenceClass: evidenceClass,
      generatedInside: claim(attributes.local, "CKA_LOCAL"),
      sensitive: claim(attributes.sensitive, "CKA_SENSITIVE"),
      alwaysSensitive: claim(attributes.alwaysSensitive, "CKA_ALWAYS_SENSITIVE"),
      notExtractable: claim(attributes.extractable.negated, "CKA_EXTRACTABLE"),
      neverExtractable: claim(attributes.neverExtractable, "CKA_NEVER_EXTRACTABLE"),
      generationMechanism: claim(mechanismMakesSigningKeys, "CKA_KEY_GEN_MECHANISM"),
      device: attributes.device, observedAt: attributes.readAt, rawDigest: Hash.digest(statement.canonicalBytes()))
  }

  /// CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_EC_KEY_PAIR_GEN and CKM_EC_EDWARDS_KEY_PAIR_GEN.
  static let keyPairGenerators: Set<UInt64> = [0x0000, 0x1040, 0x1055]

  private var mechanismMakesSigningKeys: Truth {
    guard let mechanism = attributes.generationMechanism else { return .unknown }
    return Self.keyPairGenerators.contains(mechanism) ? .yes : .no
  }

  private func claim(_ value: Truth, _ field: String) -> Claim {
    Claim(value, source: "pkcs11 \(field)", evidenceClass: evidenceClass)
  }
}

extension PKCS11Attributes: AttestationFormat {
  public static let name = "pkcs11-attributes"
  static let schema: Int64 = 1
  /// What CKA_KEY_GEN_MECHANISM is where the module has none to tell.
  private static let noMechanism = "unknown"

  static func appraise(received statement: JSONValue) throws(AttestationError) -> AttestedKey {
    try PKCS11Attributes(received: statement).appraise()
  }

  /// The statement as a document; `canonicalBytes()` of it is what `rawDigest` is over.
  public var statement: JSONValue {
    .object([
      "format": .string(Self.name),
      "schema": .integer(Self.schema),
      "evidenceClass": .string(EvidenceClass.attributesLive.rawValue),
      "readAt": .string(attributes.readAt.description),
      "spki": .string(Hex.encode(attributes.spki)),
      "token": .object([
        "manufacturer": .string(attributes.device.manufacturer),
        "model": .string(attributes.device.model),
        "serial": .string(attributes.device.serial),
        "hardwareVersion": .string(attributes.device.hardwareVersion),
        "firmwareVersion": .string(attributes.device.firmwareVersion),
        "label": .string(attributes.tokenLabel),
        "hardwareSlot": .string(attributes.hardwareSlot.rawValue),
      ]),
      "attributes": .object([
        "CKA_LOCAL": .string(attributes.local.rawValue),
        "CKA_SENSITIVE": .string(attributes.sensitive.rawValue),
        "CKA_ALWAYS_SENSITIVE": .string(attributes.alwaysSensitive.rawValue),
        "CKA_NEVER_EXTRACTABLE": .string(attributes.neverExtractable.rawValue),
        "CKA_EXTRACTABLE": .string(attributes.extractable.rawValue),
        "CKA_KEY_GEN_MECHANISM": .string(attributes.generationMechanism.map(Self.spell) ?? Self.noMechanism),
      ]),
    ])
  }

  private static func parse(_ statement: JSONValue) throws(AttestationError) -> KeyAttributes {
    var document = try StatementReader(statement, path: "statement")
    try document.require("format", .string(name))
    try document.require("schema", .integer(schema))
    try document.require("evidenceClass", .string(EvidenceClass.attributesLive.rawValue))
    let readAt = try document.value("readAt", required: "an RFC 3339 time in UTC") { Instant($0) }
    let spki = try document.value("spki", required: "hexadecimal") { Hex.decode($0) }
    var token = try document.object("token")
    var attributes = try document.object("attributes")
    try document.finish()
    let result = KeyAttributes(
      device: DeviceIdentity(
        manufacturer: try token.string("manufacturer"), model: try token.string("model"),
        serial: try token.string("serial"), hardwareVersion: try token.string("hardwareVersion"),
        firmwareVersion: try token.string("firmwareVersion")),
      tokenLabel: try token.string("label"), hardwareSlot: try truth(&token, "hardwareSlot"), spki: spki,
      local: try truth(&attributes, "CKA_LOCAL"), sensitive: try truth(&attributes, "CKA_SENSITIVE"),
      alwaysSensitive: try truth(&attributes, "CKA_ALWAYS_SENSITIVE"),
      neverExtractable: try truth(&attributes, "CKA_NEVER_EXTRACTABLE"),
      extractable: try truth(&attributes, "CKA_EXTRACTABLE"),
      generationMechanism: try mechanism(&attributes), readAt: readAt)
    try token.finish()
    try attributes.finish()
    return result
  }

  private static func truth(_ reader: inout StatementReader, _ name: String) throws(AttestationError) -> Truth {
    try reader.value(name, required: "true, false or unknown") { Truth(rawValue: $0) }
  }

  private static func mechanism(_ reader: inout StatementReader) throws(AttestationError) -> UInt64? {
    let text = try reader.string("CKA_KEY_GEN_MECHANISM")
    if text == noMechanism { return nil }
    guard let number = UInt64(text.dropFirst(2), radix: 16), spell(number) == text else {
      throw .malformed(
        path: "attributes.CKA_KEY_GEN_MECHANISM", found: text, required: "unknown or 0x with lower-case digits")
    }
    return number
  }

  private static func spell(_ mechanism: UInt64) -> String { "0x" + String(mechanism, radix: 16) }
}

extension Truth {
  /// Not known stays not known.
  fileprivate var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: .unknown
    }
  }
}
