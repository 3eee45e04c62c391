internal import Evidence
internal import Records

/// Signature activation data that a signatory released. The data itself is opaque to clients and is not kept: the register's
/// key is the SHA-256 over it.
struct ActivationRecord: RegisterRecord, Hashable {
  static let register = "activations"
  static let kind = RecordKind.activationChanged
  /// The register of spent occurrences: `SESSION:NUMBER`.
  static let spent = "sad"
  /// The register that counts the signatures made of a release that names no documents, by session.
  static let uses = "sad-uses"

  /// The proof as it came, so that each use judges it again.
  enum Proof: Sendable, Hashable {
    case passkey(
      authenticator: String, clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8], counter: Int64)
    /// A detached signature over the content.
    case statement(authenticator: String, signature: [UInt8])
    /// What was found right at that time: secrets are not kept.
    case sharedSecret(authenticator: String)
  }

  /// SHA-256 over the activation data.
  let sad: Digest
  let content: ActivationContent
  let proofs: [Proof]
  let authorisedAt: Instant
  let identityVerifiedAt: Instant?
  /// The client that the activation data is for.
  let client: String
  /// Nil while it may be used.
  var endedBecause: String?

  var key: String { sad.hex }
  var owner: String? { content.signatory }

  static func spent(_ occurrence: Int, of content: ActivationContent) -> Consumption {
    Consumption(register: ActivationRecord.spent, value: "\(content.session):\(occurrence)")
  }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "sad": .string(sad.hex), "content": content.json, "proofs": .array(proofs.map(\.json)),
      "authorisedAt": .string(authorisedAt.description),
      "identityVerifiedAt": .optional(identityVerifiedAt?.description), "client": .string(client),
      "endedBecause": .optional(endedBecause),
    ])
  }
}

extension ActivationRecord {
  init?(_ json: JSONValue) {
    guard let sad = json["sad"]?.sha256, let content = json["content"].flatMap({ ActivationContent($0) }),
      let elements = json["proofs"]?.elements,
      let authorisedAt = json["authorisedAt"]?.text.flatMap({ Instant($0) }), let client = json["client"]?.text
    else { return nil }
    let proofs = elements.compactMap { Proof($0) }
    guard proofs.count == elements.count else { return nil }
    var identityVerifiedAt: Instant?
    if let text = json["identityVerifiedAt"]?.text {
      guard let time = Instant(text) else { return nil }
      identityVerifiedAt = time
    }
    self.init(
      sad: sad, content: content, proofs: proofs, authorisedAt: authorisedAt, identityVerifiedAt: identityVerifiedAt,
      client: client, endedBecause: json["endedBecause"]?.text)
  }
}

extension ActivationRecord.Proof {
  var json: JSONValue {
    switch self {
    case .passkey(let authenticator, let clientData, let authenticatorData, let signature, let counter):
      .object([
        "kind": .string("passkey"), "authenticator": .string(authenticator),
        "clientData": .string(Hex.encode(clientData)), "authenticatorData": .string(Hex.encode(authenticatorData)),
        "signature": .string(Hex.encode(signature)), "storedCounter": .integer(counter),
      ])
    case .statement(let authenticator, let signature):
      .object([
        "kind": .string("statement"), "authenticator": .string(authenticator),
        "signature": .string(Hex.encode(signature)),
      ])
    case .sharedSecret(let authenticator):
      .object(["kind": .string("shared-secret"), "authenticator": .string(authenticator)])
    }
  }

  init?(_ json: JSONValue) {
    func bytes(_ name: String) -> [UInt8]? { json[name]?.text.flatMap { Hex.decode($0) } }
    guard let authenticator = json["authenticator"]?.text else { return nil }
    switch json["kind"]?.text {
    case "passkey":
      guard let clientData = bytes("clientData"), let authenticatorData = bytes("authenticatorData"),
        let signature = bytes("signature"), case .integer(let counter)? = json["storedCounter"]
      else { return nil }
      self = .passkey(
        authenticator: authenticator, clientData: clientData, authenticatorData: authenticatorData,
        signature: signature, counter: counter)
    case "statement":
      guard let signature = bytes("signature") else { return nil }
      self = .statement(authenticator: authenticator, signature: signature)
    case "shared-secret": self = .sharedSecret(authenticator: authenticator)
    default: return nil
    }
  }
}
