internal import DER
internal import Evidence
internal import Records

/// A signing key with its certificate and the terms of its use, as CSC names a credential.
struct CredentialRecord: RegisterRecord, Hashable {
  static let register = "credentials"
  static let kind = RecordKind.credentialChanged

  /// Where the private key is.
  enum Place: Sendable, Hashable {
    /// An object pair on the token with this CKA_ID.
    case token(ckaID: [UInt8])
    /// In the vault, wrapped by `mechanism` under a key of the token.
    case wrapped(mechanism: String, wrappingKey: WrappingKeyName)
  }

  /// How the token names the key under which others are wrapped.
  struct WrappingKeyName: Sendable, Hashable {
    let label: String
    let ckaID: [UInt8]
    /// CKA_CHECK_VALUE; nil where the module gives none.
    let checkValue: [UInt8]?
  }

  /// What was known of the key when it was made.
  struct Origin: Sendable, Hashable {
    let provenAt: Instant
    /// `attributes-live` and so on.
    let evidenceClass: String
    /// The attributes that were read, as a saved statement: the address of a blob.
    let statement: Digest
    /// The record of the device in the register; nil where it had none.
    let device: String?
    /// What was read of the key under which this one left the token; nil where it stays there. Records of earlier versions do
    /// not say it.
    var wrappingKey: WrappingKeyFacts?
  }

  let id: String
  let signatory: String
  let kind: SignatoryKind
  let level: SoleControlLevel
  var status: CredentialStatus
  let multisign: Int
  let takesUnnamedHashes: Bool
  let takesSyncedPasskeys: Bool
  let takesCounterlessPasskeys: Bool
  /// The name of the token.
  let token: String
  let place: Place
  /// SubjectPublicKeyInfo, DER.
  let spki: [UInt8]
  let spkiSHA256: Digest
  /// Signer first, DER; empty while the certificate is to come.
  var certificates: [[UInt8]]
  var hasQSCDStatement: Bool
  let origin: Origin?
  let description: String?
  let createdAt: Instant
  /// The key is for one session; see `OneTimeRecord`.
  var isOneTime = false

  var key: String { id }
  var owner: String? { signatory }
  var vaultName: String { "credential/\(id)" }

  var terms: CredentialTerms {
    CredentialTerms(
      id: id, signatory: signatory, kind: kind, level: level, status: status, multisign: multisign,
      takesUnnamedHashes: takesUnnamedHashes, takesSyncedPasskeys: takesSyncedPasskeys,
      takesCounterlessPasskeys: takesCounterlessPasskeys, hasQSCDStatement: hasQSCDStatement, isOneTime: isOneTime)
  }

  /// As the token names it; of a wrapped key the CKA_ID is that of no object.
  var identity: KeyIdentity {
    switch place {
    case .token(let ckaID): KeyIdentity(ckaID: ckaID, spkiSHA256: spkiSHA256)
    case .wrapped: KeyIdentity(ckaID: [], spkiSHA256: spkiSHA256)
    }
  }

  var json: JSONValue {
    let place: JSONValue =
      switch self.place {
      case .token(let id): .object(["kind": .string("token"), "ckaID": .string(Hex.encode(id))])
      case .wrapped(let mechanism, let key):
        .object([
          "kind": .string("wrapped"), "mechanism": .string(mechanism), "label": .string(key.label),
          "ckaID": .string(Hex.encode(key.ckaID)), "checkValue": .optional(key.checkValue.map { Hex.encode($0) }),
        ])
      }
    // Older records do not know the member, so absent is false.
    let oneTime: [String: JSONValue] = isOneTime ? ["oneTime": .bool(true)] : [:]
    let members: [String: JSONValue] = [
      "schema": .integer(1), "id": .string(id), "signatory": .string(signatory), "kind": .string(kind.rawValue),
      "level": .string(level.rawValue), "status": .string(status.rawValue), "multisign": .integer(Int64(multisign)),
      "takesUnnamedHashes": .bool(takesUnnamedHashes), "takesSyncedPasskeys": .bool(takesSyncedPasskeys),
      "takesCounterlessPasskeys": .bool(takesCounterlessPasskeys), "token": .string(token), "place": place,
      "spki": .string(Base64.encode(spki)), "spkiSHA256": .string(spkiSHA256.hex),
      "certificates": .array(certificates.map { .string(Base64.encode($0)) }),
      "hasQSCDStatement": .bool(hasQSCDStatement), "origin": origin?.json ?? .null,
      "description": .optional(description), "createdAt": .string(createdAt.description),
    ]
    return .object(members.merging(oneTime) { first, _ in first })
  }
}

extension CredentialRecord {
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, let signatory = json["signatory"]?.text,
      let kind = json["kind"]?.text.flatMap({ SignatoryKind(rawValue: $0) }),
      let level = json["level"]?.text.flatMap({ SoleControlLevel(rawValue: $0) }),
      let status = json["status"]?.text.flatMap({ CredentialStatus(rawValue: $0) }),
      case .integer(let multisign)? = json["multisign"], case .bool(let unnamed)? = json["takesUnnamedHashes"],
      case .bool(let synced)? = json["takesSyncedPasskeys"],
      case .bool(let counterless)? = json["takesCounterlessPasskeys"], let token = json["token"]?.text,
      let place = json["place"].flatMap({ Place($0) }), let spki = json["spki"]?.text.flatMap({ Base64.decode($0) }),
      let spkiSHA256 = json["spkiSHA256"]?.sha256, let elements = json["certificates"]?.elements,
      case .bool(let hasQSCDStatement)? = json["hasQSCDStatement"], let origin = json["origin"],
      let createdAt = json["createdAt"]?.text.flatMap({ Instant($0) })
    else { return nil }
    let certificates = elements.compactMap { $0.text.flatMap { Base64.decode($0) } }
    guard certificates.count == elements.count else { return nil }
    self.init(
      id: id, signatory: signatory, kind: kind, level: level, status: status, multisign: Int(clamping: multisign),
      takesUnnamedHashes: unnamed, takesSyncedPasskeys: synced, takesCounterlessPasskeys: counterless, token: token,
      place: place, spki: spki, spkiSHA256: spkiSHA256, certificates: certificates, hasQSCDStatement: hasQSCDStatement,
      origin: Origin(origin), description: json["description"]?.text, createdAt: createdAt)
    switch json["oneTime"] {
    case nil: break
    case .bool(let flag): isOneTime = flag
    default: return nil
    }
    if case .null = origin { return }
    guard self.origin != nil else { return nil }
  }
}

extension CredentialRecord.Place {
  fileprivate init?(_ json: JSONValue) {
    switch json["kind"]?.text {
    case "token":
      guard let id = json["ckaID"]?.text.flatMap({ Hex.decode($0) }) else { return nil }
      self = .token(ckaID: id)
    case "wrapped":
      guard let mechanism = json["mechanism"]?.text, let label = json["label"]?.text,
        let id = json["ckaID"]?.text.flatMap({ Hex.decode($0) })
      else { return nil }
      let checkValue = json["checkValue"]?.text.flatMap { Hex.decode($0) }
      self = .wrapped(
        mechanism: mechanism,
        wrappingKey: CredentialRecord.WrappingKeyName(label: label, ckaID: id, checkValue: checkValue))
    default: return nil
    }
  }
}

extension WrappingKeyFacts {
  var name: CredentialRecord.WrappingKeyName {
    CredentialRecord.WrappingKeyName(label: label, ckaID: ckaID, checkValue: checkValue)
  }

  fileprivate var json: JSONValue {
    .object([
      "label": .string(label), "ckaID": .string(Hex.encode(ckaID)),
      "checkValue": .optional(checkValue.map { Hex.encode($0) }), "local": .string(local.rawValue),
      "alwaysSensitive": .string(alwaysSensitive.rawValue), "neverExtractable": .string(neverExtractable.rawValue),
      "trusted": .string(trusted.rawValue), "private": .string(isPrivate.rawValue),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    func truth(_ name: String) -> Truth? { json[name]?.text.flatMap { Truth(rawValue: $0) } }
    guard let label = json["label"]?.text, let id = json["ckaID"]?.text.flatMap({ Hex.decode($0) }),
      let local = truth("local"), let alwaysSensitive = truth("alwaysSensitive"),
      let neverExtractable = truth("neverExtractable"), let trusted = truth("trusted"),
      let isPrivate = truth("private")
    else { return nil }
    var checkValue: [UInt8]?
    if let text = json["checkValue"]?.text {
      guard let bytes = Hex.decode(text) else { return nil }
      checkValue = bytes
    }
    self.init(
      label: label, ckaID: id, checkValue: checkValue, local: local, alwaysSensitive: alwaysSensitive,
      neverExtractable: neverExtractable, trusted: trusted, isPrivate: isPrivate)
  }
}

extension CredentialRecord.Origin {
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "provenAt": .string(provenAt.description), "evidenceClass": .string(evidenceClass),
      "statement": .object(["sha256": .string(statement.hex)]), "device": .optional(device),
    ]
    members["wrappingKey"] = wrappingKey?.json
    return .object(members)
  }

  fileprivate init?(_ json: JSONValue) {
    guard let provenAt = json["provenAt"]?.text.flatMap({ Instant($0) }),
      let evidenceClass = json["evidenceClass"]?.text, let statement = json["statement"]?["sha256"]?.sha256
    else { return nil }
    self.init(
      provenAt: provenAt, evidenceClass: evidenceClass, statement: statement, device: json["device"]?.text)
    guard let member = json["wrappingKey"] else { return }
    guard let facts = WrappingKeyFacts(member) else { return nil }
    wrappingKey = facts
  }
}
