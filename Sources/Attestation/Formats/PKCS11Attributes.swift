internal import Cryptography
public import Evidence

/// Key attributes that a PKCS#11 module returned, as a statement that can be kept and as claims.
///
/// The statement carries no signature. It is worth `attributes-live` only to the process that asked the module itself;
/// to everybody who is handed the document it is `asserted`, whatever the document says (attestation reference,
/// section 9: one edit of a token's file makes an import look generated).
public struct PKCS11Attributes: Sendable, Hashable {
  public let attributes: KeyAttributes
  /// What the reading was worth to the process that asked.
  private let readingClass: EvidenceClass
  private let evidenceClass: EvidenceClass

  /// The attributes that this process has just read from the token.
  public init(readLive attributes: KeyAttributes) {
    self.attributes = attributes
    readingClass = .attributesLive
    evidenceClass = .attributesLive
  }

  /// The attributes that this process has just read, over a channel that the device's certified configuration authenticates.
  public init(readOverCertifiedChannel attributes: KeyAttributes) {
    self.attributes = attributes
    readingClass = .attributesLiveCertifiedChannel
    evidenceClass = .attributesLiveCertifiedChannel
  }

  /// A statement that this gateway made when it generated the key, and kept among its own records since: its reading, but of
  /// then. What the channel is worth is for the register of now to say.
  public init(recorded statement: JSONValue, overCertifiedChannel: Bool) throws(AttestationError) {
    (attributes, readingClass) = try Self.parse(statement)
    evidenceClass = overCertifiedChannel ? .attributesRecordedCertifiedChannel : .attributesRecorded
  }

  /// A statement that somebody sent, or that was kept.
  public init(received statement: JSONValue) throws(AttestationError) {
    (attributes, readingClass) = try Self.parse(statement)
    evidenceClass = .asserted
  }

  /// Whether the reading went over a channel that the device's certified configuration authenticates.
  public var isOverCertifiedChannel: Bool { readingClass == .attributesLiveCertifiedChannel }

  /// The claims, each as good as the way by which the attributes came.
  public func appraise() -> AttestedKey {
    var key = AttestedKey(
      spki: attributes.spki, spkiSHA256: Hash.digest(attributes.spki), format: Self.name, offeredClass: evidenceClass,
      rawDigest: Hash.digest(statement.canonicalBytes()))
    key.claims.set(.generatedInside, attributes.local, "CKA_LOCAL")
    key.claims.set(.extractableClear, attributes.sensitive.negated, "CKA_SENSITIVE")
    key.claims.set(.everNonSensitive, attributes.alwaysSensitive.negated, "CKA_ALWAYS_SENSITIVE")
    key.claims.set(.extractableWrapped, attributes.extractable, "CKA_EXTRACTABLE")
    key.claims.set(.everExtractable, attributes.neverExtractable.negated, "CKA_NEVER_EXTRACTABLE")
    key.claims.set(.generationMechanism, mechanismMakesSigningKeys, "CKA_KEY_GEN_MECHANISM")
    key.device = StatedDevice(attributes.device)
    key.observedAt = attributes.readAt
    return key
  }

  /// CKM_RSA_PKCS_KEY_PAIR_GEN, CKM_EC_KEY_PAIR_GEN and CKM_EC_EDWARDS_KEY_PAIR_GEN.
  static let keyPairGenerators: Set<UInt64> = [0x0000, 0x1040, 0x1055]

  private var mechanismMakesSigningKeys: Truth {
    guard let mechanism = attributes.generationMechanism else { return .unknown }
    return Self.keyPairGenerators.contains(mechanism) ? .yes : .no
  }
}

extension PKCS11Attributes: AttestationFormat {
  public static let name = "pkcs11"
  static let partNames = [Statement.whole]
  /// The value of the document's `format` member. Published in records.
  static let documentFormat = "pkcs11-attributes"
  static let schema: Int64 = 1
  private static let wrapWithTrusted = "CKA_WRAP_WITH_TRUSTED"
  /// What CKA_KEY_GEN_MECHANISM is where the module has none to tell.
  private static let noMechanism = "unknown"

  static func recognises(_ statement: Statement) -> Bool {
    guard let bytes = statement.parts[Statement.whole], bytes.first == UInt8(ascii: "{") else { return false }
    // Other formats are JSON, too.
    return String(validating: bytes, as: UTF8.self)?.contains("\"\(documentFormat)\"") ?? false
  }

  /// Nobody can tell a saved statement from an invented one, so it is `asserted`. A file may be laid out for people; only
  /// canonical JSON is read here.
  static func appraise(
    _ statement: Statement, under _: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    guard let document = JSONValue(canonical: try statement.required(Statement.whole)) else {
      throw .malformed(path: Statement.whole, found: "not canonical JSON", required: "canonical JSON")
    }
    return [try PKCS11Attributes(received: document).appraise()]
  }

  /// The statement as a document; `canonicalBytes()` of it is what `rawDigest` is over.
  public var statement: JSONValue {
    var told: [String: JSONValue] = [
      "CKA_LOCAL": .string(attributes.local.rawValue),
      "CKA_SENSITIVE": .string(attributes.sensitive.rawValue),
      "CKA_ALWAYS_SENSITIVE": .string(attributes.alwaysSensitive.rawValue),
      "CKA_NEVER_EXTRACTABLE": .string(attributes.neverExtractable.rawValue),
      "CKA_EXTRACTABLE": .string(attributes.extractable.rawValue),
      "CKA_KEY_GEN_MECHANISM": .string(attributes.generationMechanism.map(Self.spell) ?? Self.noMechanism),
    ]
    // A member of later versions: only where it says something, so that statements of other keys stay as they were.
    if attributes.wrapWithTrusted == .yes { told[Self.wrapWithTrusted] = .string(Truth.yes.rawValue) }
    return .object([
      "format": .string(Self.documentFormat),
      "schema": .integer(Self.schema),
      "evidenceClass": .string(readingClass.rawValue),
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
      "attributes": .object(told),
    ])
  }

  private static func parse(
    _ statement: JSONValue
  ) throws(AttestationError) -> (KeyAttributes, EvidenceClass) {
    var document = try StatementReader(statement, path: "statement")
    try document.require("format", .string(documentFormat))
    try document.require("schema", .integer(schema))
    let readings = [EvidenceClass.attributesLive, .attributesLiveCertifiedChannel]
    let reading = try document.value("evidenceClass", required: readings.map(\.rawValue).joined(separator: " or ")) {
      EvidenceClass(rawValue: $0).flatMap { readings.contains($0) ? $0 : nil }
    }
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
      generationMechanism: try mechanism(&attributes), readAt: readAt,
      wrapWithTrusted: try guarded(&attributes))
    try token.finish()
    try attributes.finish()
    return (result, reading)
  }

  /// There only where it is true: everything has one spelling.
  private static func guarded(_ reader: inout StatementReader) throws(AttestationError) -> Truth {
    guard reader.has(wrapWithTrusted) else { return .unknown }
    return try reader.value(wrapWithTrusted, required: "true, or no such member") { $0 == "true" ? Truth.yes : nil }
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
