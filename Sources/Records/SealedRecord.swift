public import Evidence

/// What a record tells of. The spelling is published: a kind is retired, never changed.
public struct RecordKind: RawRepresentable, Sendable, Hashable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  public static let serviceStarted = RecordKind(rawValue: "service-started")
  public static let serialsReserved = RecordKind(rawValue: "serials-reserved")
  public static let requestRefused = RecordKind(rawValue: "request-refused")
  public static let intent = RecordKind(rawValue: "intent")
  public static let outcome = RecordKind(rawValue: "outcome")
  public static let notSigned = RecordKind(rawValue: "not-signed")
  public static let outcomeUnknown = RecordKind(rawValue: "outcome-unknown")
  public static let incident = RecordKind(rawValue: "incident")
  /// Certificates of an existing CA, some of its inventory.
  public static let inventoryEntries = RecordKind(rawValue: "inventory-entries")
  /// The inventory of an issuer is on record as a whole.
  public static let inventoryImported = RecordKind(rawValue: "inventory-imported")
  public static let certificateRevoked = RecordKind(rawValue: "certificate-revoked")
  public static let keyCompromised = RecordKind(rawValue: "key-compromised")
  /// The subject accepted a certificate after its issuance.
  public static let acceptance = RecordKind(rawValue: "acceptance")
}

/// One record of the chain, as it is stored.
public struct SealedRecord: Sendable, Hashable {
  /// 1 for the first record; no gaps.
  public let sequence: Int64
  /// Hash of the record before; 32 zero bytes for the first.
  public let previous: Digest
  public let time: Instant
  public let kind: RecordKind
  /// Canonical JSON.
  public let body: [UInt8]
  /// SHA-256 over 0x00 and the canonical bytes: the leaf hash of RFC 6962 clause 2.1.
  public let hash: Digest

  /// Puts a record together as a store read it. Nothing is checked: `ChainState` and `ChainVerifier` do that.
  public init(sequence: Int64, previous: Digest, time: Instant, kind: RecordKind, body: [UInt8], hash: Digest) {
    self.sequence = sequence
    self.previous = previous
    self.time = time
    self.kind = kind
    self.body = body
    self.hash = hash
  }

  /// The bytes that the chain hashes: canonical JSON of the members body, kind, previous, schema, sequence, time.
  ///
  /// They are spliced, not built: the one writer thread then spells only what it alone knows.
  public func canonicalBytes() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(body.count + 192)
    bytes += "{\"body\":".utf8
    bytes += body
    bytes += ",\"kind\":".utf8
    bytes += JSONValue.string(kind.rawValue).canonicalBytes()
    bytes += ",\"previous\":\"".utf8
    bytes += previous.hex.utf8
    bytes += "\",\"schema\":\(SealedRecord.schema),\"sequence\":\(sequence),\"time\":\"\(time)\"}".utf8
    return bytes
  }

  /// The body as a value; nil where it is no canonical JSON.
  public var value: JSONValue? { JSONValue(canonical: body) }

  /// Where the bytes lie that the record speaks of: every member named `sha256` is the address of a blob.
  public var blobAddresses: [Digest] { value?.addresses ?? [] }

  /// Version of the layout of the canonical bytes.
  public static let schema = 1
}

extension JSONValue {
  fileprivate var addresses: [Digest] {
    switch self {
    case .object(let members):
      members.flatMap { name, value in name == "sha256" ? [value.sha256].compactMap { $0 } : value.addresses }
    case .array(let elements): elements.flatMap(\.addresses)
    default: []
    }
  }
}
